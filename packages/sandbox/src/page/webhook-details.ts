/** @module One webhook: what can be done with it, and its delivery log. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { SandboxAttempt, SandboxDelivery } from '../store/deliveries.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { eventSelect } from './event-picker.ts';
import type { Html } from './layout.ts';
import { chosenEvents } from './webhook-list.ts';

export function webhookDetails(
  webhook: SandboxWebhook,
  deliveries: readonly SandboxDelivery[],
  catalogue: Catalogue,
): Html {
  const path = `/settings/webhooks/${webhook.id}`;
  const active = webhook.status === 'active';
  return html`
<p><a href="/settings/webhooks">All webhooks</a></p>
<dl>
<dt>URL</dt><dd><code>${webhook.url}</code></dd>
<dt>Events</dt><dd>${chosenEvents(webhook.events)}</dd>
<dt>Description</dt><dd>${webhook.description ?? 'none'}</dd>
<dt>Status</dt><dd>${webhook.status}</dd>
</dl>
${active ? html`<form method="post" action="${path}/test">${eventSelect(catalogue)} <button>Send a sample</button></form>` : ''}
<p>
${button(`${path}/${active ? 'disable' : 'enable'}`, active ? 'Disable' : 'Enable')}
${button(`${path}/rotate-secret`, 'New secret')}
${button(`${path}/delete`, 'Delete')}
</p>
<h2>Deliveries</h2>
${deliveries.length === 0 ? html`<p>There are none yet.</p>` : log(deliveries)}`;
}

function button(action: string, label: string): Html {
  return html`<form class="inline" method="post" action="${action}"><button>${label}</button></form>`;
}

function log(deliveries: readonly SandboxDelivery[]): Html {
  return html`<table>
<thead><tr><th scope="col">Made</th><th scope="col">Event</th><th scope="col">Status</th><th scope="col">Attempts</th></tr></thead>
<tbody>
${deliveries.map(
  ({ created_at, event, event_id, status, next_attempt_at, attempts, body }) => html`<tr>
<td><time datetime="${created_at}">${created_at}</time></td>
<td>${event}<br><code>${event_id}</code></td>
<td>${status}${next_attempt_at === null ? '' : html`<br><small>next attempt ${next_attempt_at}</small>`}</td>
<td>${attempts.map((attempt) => attemptDetails(attempt, body))}</td>
</tr>`,
)}
</tbody>
</table>`;
}

function attemptDetails(attempt: SandboxAttempt, body: Uint8Array): Html {
  const { at, request, status_code, latency_ms, response, error } = attempt;
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\n`);
  return html`<details>
<summary>${status_code ?? error} in ${latency_ms} ms</summary>
<p>Sent <time datetime="${at}">${at}</time></p>
<pre>POST ${request.url}
${headers.join('')}
${new TextDecoder().decode(body)}</pre>
${response ? html`<p>Answer</p><pre>${response}</pre>` : ''}
</details>`;
}
