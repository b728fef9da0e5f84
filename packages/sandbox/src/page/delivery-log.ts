/** @module The delivery log of a webhook: every attempt, with the exact request and its answer. */
import { html } from 'hono/html';
import type { SandboxAttempt, SandboxDelivery } from '../store/deliveries.ts';
import type { Html } from './layout.ts';
import { statusMark, timeMark } from './marks.ts';

/** @param resend whether a delivery may be sent again: its webhook is active. */
export function deliveryLog(deliveries: readonly SandboxDelivery[], resend: boolean): Html {
  if (deliveries.length === 0) return html`<p>There are none yet.</p>`;
  return html`${deliveries.map((delivery) => entry(delivery, resend))}`;
}

function entry(delivery: SandboxDelivery, resend: boolean): Html {
  const { id, webhook_id, created_at, event, event_id, status, next_attempt_at, attempts, body } =
    delivery;
  return html`<details class="delivery">
<summary>${timeMark(created_at)} <strong>${event}</strong> ${statusMark(status)} ${outcome(attempts)}</summary>
<p>Event <code>${event_id}</code>${next_attempt_at && html`, next attempt ${timeMark(next_attempt_at)}`}</p>
${attempts.map(attemptEntry)}
<h3>Body, the same at every attempt</h3>
<pre>${new TextDecoder().decode(body)}</pre>
${resend && html`<form method="post" action="/settings/webhooks/${webhook_id}/deliveries/${id}/redeliver"><button>Send again</button></form>`}
</details>`;
}

/** How the last attempt went: `200 in 4 ms`. */
function outcome(attempts: readonly SandboxAttempt[]): string {
  const last = attempts.at(-1);
  return last === undefined ? '' : answerOf(last);
}

function answerOf({ status_code, error, latency_ms }: SandboxAttempt): string {
  return `${status_code ?? error} in ${latency_ms} ms`;
}

function attemptEntry(attempt: SandboxAttempt, index: number): Html {
  const { at, request, response } = attempt;
  const headers = Object.entries(request.headers).map(([name, value]) => `\n${name}: ${value}`);
  return html`<h3>Attempt ${index + 1}: ${answerOf(attempt)}</h3>
<p class="quiet">Sent ${timeMark(at)}</p>
<pre>POST ${request.url}${headers.join('')}</pre>
${response ? html`<p class="quiet">Answer</p><pre>${response}</pre>` : ''}`;
}
