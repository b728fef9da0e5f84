/** @module Deliveries in a list: event, URL and result. */
import { html } from 'hono/html';
import type { LoggedDelivery } from '../store/deliveries.ts';
import type { Html } from './html.ts';
import { empty, statusMark, timeMark } from './parts.ts';

/** @param urlOf the URL of a webhook; undefined where all deliveries are to one webhook. */
export function deliveryRows(
  deliveries: readonly LoggedDelivery[],
  urlOf: ((webhookId: string) => string) | undefined,
): Html {
  if (deliveries.length === 0) {
    return empty(
      'deliveries',
      'h2',
      'No deliveries yet',
      html`<a href="/settings/fire">Fire an event</a> to see its delivery here.`,
    );
  }
  return html`<ul class="rows">${deliveries.map(
    (delivery) => html`<li class="row delivery" data-key="${delivery.id}">
${statusMark(delivery.status, delivery.attempts.length === 0)}
<div class="grow"><a class="title" href="/settings/deliveries/${delivery.id}">${delivery.event}</a>
${story(delivery, urlOf?.(delivery.webhook_id))}</div>
<small class="when">${timeMark(delivery.created_at)}</small>
</li>`,
  )}</ul>`;
}

/** The URL and the result. A long URL is cut off, so that the result stays visible. */
export function story(delivery: LoggedDelivery, url: string | undefined): Html {
  const to = url === undefined ? '' : html`<span class="to" title="${url}">${url}</span>`;
  return html`<p class="quiet story">${to}<span>${outcome(delivery)}</span></p>`;
}

/** The result so far: `200 in 4 ms`, `503 in 2 ms, attempt 2`. */
function outcome({ attempts, status, next_attempt_at }: LoggedDelivery): Html {
  const last = attempts.at(-1);
  if (last === undefined)
    return html`${status === 'failed' ? 'Abandoned before the first attempt' : 'Pending'}`;
  const response = last.status_code ?? last.error ?? 'No response';
  const tries = attempts.length > 1 ? `, attempt ${attempts.length}` : '';
  return html`${response} in ${last.latency_ms} ms${tries}${next_attempt_at ? html`, next ${timeMark(next_attempt_at)}` : ''}`;
}
