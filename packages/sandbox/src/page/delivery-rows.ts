/** @module Deliveries in a list: what, to whom, how it went and why. */
import { html } from 'hono/html';
import type { DeliverySummary } from '../store/delivery-log.ts';
import type { Html } from './layout.ts';
import { empty, statusMark, timeMark } from './parts.ts';

/** @param urlOf the URL of a webhook, or undefined to leave it out where there is one webhook only. */
export function deliveryRows(
  deliveries: readonly DeliverySummary[],
  urlOf: ((webhookId: string) => string) | undefined,
): Html {
  if (deliveries.length === 0) {
    return empty(
      'deliveries',
      'h2',
      'No deliveries yet',
      html`<a href="/settings/fire">Fire an event</a> and it appears here.`,
    );
  }
  return html`<ul class="rows">${deliveries.map(
    (delivery) => html`<li class="row delivery" data-key="${delivery.id}">
${statusMark(delivery.status, delivery.attempts === 0)}
<div class="grow"><a class="title" href="/settings/deliveries/${delivery.id}">${delivery.event}</a>
${story(delivery, urlOf?.(delivery.webhook_id))}</div>
<small class="when">${timeMark(delivery.created_at)}</small>
</li>`,
  )}</ul>`;
}

/** To whom it went, and how. A long URL is cut off, so that how it went is always seen. */
export function story(delivery: DeliverySummary, url: string | undefined): Html {
  const to = url === undefined ? '' : html`<span class="to" title="${url}">${url}</span>`;
  return html`<p class="quiet story">${to}<span>${outcome(delivery)}</span></p>`;
}

/** How it went so far, in words: `200 in 4 ms`, `503 in 2 ms, attempt 2`. */
function outcome({ last, attempts, status, next_attempt_at }: DeliverySummary): Html {
  if (last === null)
    return html`${status === 'failed' ? 'Abandoned before the first attempt' : 'On its way'}`;
  const answer =
    last.status_code === null ? (last.error ?? 'No answer') : `Answered ${last.status_code}`;
  const tries = attempts > 1 ? `, attempt ${attempts}` : '';
  return html`${answer} in ${last.latency_ms} ms${tries}${next_attempt_at ? html`, next ${timeMark(next_attempt_at)}` : ''}`;
}
