/** @module The deliveries: the log with its filters, and one delivery with its attempts. */
import type { Catalogue } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, verify } from '@kolvera/signature';
import { html } from 'hono/html';
import { asCurl } from '../as-curl.ts';
import { RETRY_DELAYS } from '../delivery/retry-schedule.ts';
import type { DeliveryFilter, LoggedDelivery, SandboxAttempt } from '../store/deliveries.ts';
import type { Page } from '../store/page.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { deliveryRows } from './delivery-rows.ts';
import type { Html } from './html.ts';
import {
  codeBlock,
  confirmed,
  copyable,
  empty,
  eventOptions,
  exactTime,
  postButton,
  selected,
  statusMark,
  timeMark,
} from './parts.ts';
import { asPython, asTypeScriptTest } from './snippets.ts';

/** The longest body that is shown, in bytes; a longer one can be downloaded. */
const LONGEST_SHOWN = 16 * 1024;

const OUTCOMES = [
  ['delivered', 'Delivered'],
  ['failed', 'Failed'],
  ['pending', 'Pending'],
] as const;

export function deliveryList(
  filter: DeliveryFilter,
  { items, next }: Page<LoggedDelivery>,
  webhooks: readonly SandboxWebhook[],
  catalogue: Catalogue,
  { total, first }: { readonly total: number; readonly first: boolean },
): Html {
  const urls = new Map(webhooks.map(({ id, url }) => [id, url]));
  const query = (before: number) => {
    const { webhookId: webhook, event, status: outcome, text } = filter;
    const query = new URLSearchParams({ before: String(before) });
    for (const [key, value] of Object.entries({ webhook, event, outcome, text }))
      if (value) query.set(key, value);
    return query;
  };
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return html`<div class="head"><h1>Deliveries</h1><p>Every event sent to every webhook, newest first. <span class="livemark">Live</span></p></div>
<form class="filters card" method="get" action="/settings/deliveries">
<label>Webhook<select name="webhook"><option value="">Any</option>${webhooks.map(({ id, url }) => html`<option value="${id}"${selected(id === filter.webhookId)}>${url}</option>`)}</select></label>
<label>Event<select name="event"><option value="">Any</option>${eventOptions(catalogue, filter.event ?? '')}</select></label>
<label>Outcome<select name="outcome"><option value="">Any</option>${OUTCOMES.map(([value, label]) => html`<option value="${value}"${selected(value === filter.status)}>${label}</option>`)}</select></label>
<label class="grow">Text<input type="search" name="text" value="${filter.text ?? ''}" placeholder="Body, response or event ID" autocomplete="off"></label>
<div class="actions"><button>Filter</button>${filtered ? html`<a class="button plain" href="/settings/deliveries">Clear</a>` : ''}</div>
</form>
<section class="card" id="log"${first ? html` data-live` : ''}>
${items.length === 0 && filtered ? empty('deliveries', 'h2', 'No matches', 'No delivery matches these filters.') : deliveryRows(items, (id) => urls.get(id) ?? 'a deleted webhook')}
<p class="more">${first ? '' : html`<a class="button" href="/settings/deliveries">Newest</a>`}${next === null ? '' : html`<a class="button" rel="next" href="/settings/deliveries?${query(next).toString()}">Older</a>`}</p>
</section>
<p class="quiet" id="count"${first ? html` data-live` : ''}>${total.toLocaleString('en')} in the log. Old deliveries are pruned automatically.</p>
<div class="actions">${confirmed('/settings/deliveries/prune', 'Clear the log', 'Removes every finished delivery. Pending ones stay.')}</div>`;
}

export function deliveryDetails(
  delivery: LoggedDelivery,
  body: Uint8Array,
  webhook: SandboxWebhook | undefined,
): Html {
  const { id, event, event_id, status, attempts, created_at } = delivery;
  const path = `/settings/deliveries/${id}`;
  const last = attempts.at(-1);
  return html`<nav class="crumbs" aria-label="You are here"><a href="/settings/deliveries">Deliveries</a></nav>
<div class="head"><h1>${event}</h1>
<p id="state" data-live>${statusMark(status, attempts.length === 0)} to ${webhook ? html`<a href="/settings/webhooks/${webhook.id}">${webhook.url}</a>` : html`a deleted webhook`}</p></div>
<section class="card"><dl class="facts">
<dt>Event ID</dt><dd>${copyable(event_id, 'the event ID')}</dd>
<dt>Delivery ID</dt><dd><code>${id}</code></dd>
<dt>Fired</dt><dd>${exactTime(created_at)}</dd>
</dl>
<div class="actions">${
    webhook?.status === 'active'
      ? postButton(`${path}/redeliver`, 'Send again', 'primary')
      : html`<span class="quiet">${webhook ? 'Enable the webhook to send this again.' : 'This cannot be sent again: the webhook was deleted.'}</span>`
  }</div></section>
<section class="card" id="attempts" data-live><h2>Attempts</h2>${timeLine(delivery)}</section>
<section class="card"><h2>Body</h2>${bodyViews(body, path)}</section>
${last ? html`<section class="card"><h2>Signature</h2>${signature(last, body, webhook)}</section>` : ''}
${last ? html`<section class="card"><h2>Reproduce</h2>${reproductions(last, event, body)}</section>` : ''}`;
}

/** The attempts, each with its request and response, and the planned retries. */
function timeLine(delivery: LoggedDelivery): Html {
  const { attempts, next_attempt_at, status } = delivery;
  return html`<ol class="timeline">${attempts.map(
    (
      attempt,
      index,
    ) => html`<li class="${succeeded(attempt) ? 'delivered' : 'failed'}" data-key="${index}">
<details id="attempt-${index + 1}"${index === attempts.length - 1 ? html` open` : ''}><summary><strong>Attempt ${index + 1}</strong> ${resultOf(attempt)} <small>${timeMark(attempt.at)}</small></summary>
<div class="exchange"><div><h3>Request</h3><pre tabindex="0" aria-label="Request of attempt ${index + 1}">POST ${attempt.request.url}${headerLines(attempt.request.headers)}</pre></div>
<div><h3>Response</h3><pre tabindex="0" aria-label="Response to attempt ${index + 1}">${attempt.status_code === null ? (attempt.error ?? 'None') : html`${attempt.status_code}${headerLines(attempt.response_headers ?? {})}${attempt.response ? html`\n\n${attempt.response}` : ''}`}</pre></div></div>
</details></li>`,
  )}${planned(attempts.length, next_attempt_at, status).map(
    ({ number, when }) =>
      html`<li class="planned"><strong>Attempt ${number}</strong> <span class="quiet">${when}</span></li>`,
  )}</ol>`;
}

/** The next attempt, and the retries if each one fails. */
function planned(made: number, nextAt: string | null, status: string) {
  if (status !== 'pending') return [];
  const first = {
    number: made + 1,
    when: nextAt === null || made === 0 ? html`now` : timeMark(nextAt),
  };
  const later = RETRY_DELAYS.slice(made).map((delay, index) => ({
    number: made + 2 + index,
    when: html`if that fails, after ${duration(delay)}`,
  }));
  return [first, ...later];
}

function duration(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 1) return `${milliseconds / 1000} seconds`;
  return minutes < 60 ? `${minutes} minutes` : `${minutes / 60} hours`;
}

function succeeded({ status_code }: SandboxAttempt): boolean {
  return status_code !== null && status_code >= 200 && status_code < 300;
}

function resultOf({ status_code, error, latency_ms }: SandboxAttempt): string {
  return `${status_code ?? error} in ${latency_ms} ms`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `\n${name}: ${value}`)
    .join('');
}

/** The body: formatted if it is JSON, and exactly as sent. */
function bodyViews(body: Uint8Array, path: string): Html {
  const download = html`<a href="${path}/body" download>Download</a>`;
  const exact = Buffer.from(body).toString('utf8');
  if (body.length > LONGEST_SHOWN) {
    return html`<p>${body.length.toLocaleString('en')} bytes, too long to show. ${download}</p>
<pre tabindex="0" aria-label="The beginning of the body">${exact.slice(0, 2000)}…</pre>`;
  }
  const pretty = prettyJson(exact);
  return html`<p class="quiet">${body.length.toLocaleString('en')} bytes, the same for every attempt. ${download}</p>
${pretty === undefined ? '' : codeBlock(pretty, 'the formatted body')}
<details id="exact"${pretty === undefined ? html` open` : ''}><summary>Exactly as sent, which is what the signature covers</summary>${codeBlock(exact, 'the exact body')}</details>`;
}

function prettyJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

function signature(
  { request }: SandboxAttempt,
  body: Uint8Array,
  webhook: SandboxWebhook | undefined,
): Html {
  const sent = request.headers[SIGNATURE_HEADER] ?? '';
  const fits = webhook !== undefined && verify(body, sent, webhook.secret);
  return html`<p><code>${SIGNATURE_HEADER}</code> is the HMAC-SHA256 of the exact body, keyed with the webhook's secret, in hexadecimal.</p>
<dl class="facts"><dt>Sent</dt><dd>${copyable(sent, 'the signature')}</dd>
<dt>Secret</dt><dd>${
    webhook === undefined
      ? 'The webhook was deleted.'
      : fits
        ? copyable(webhook.secret, 'the secret')
        : 'It has been rotated since. The next attempt is signed with the new one.'
  }</dd></dl>
${fits && body.length <= LONGEST_SHOWN ? codeBlock(`openssl dgst -sha256 -hmac '${webhook.secret}' body.json`, 'the command that computes it') : ''}`;
}

function reproductions(attempt: SandboxAttempt, event: string, body: Uint8Array): Html {
  const request = { ...attempt.request, event, body };
  return html`${[
    ['curl', asCurl(request, 'body.json')],
    ['A test in TypeScript', asTypeScriptTest(request)],
    ['Python', asPython(request)],
  ].map(
    ([label = '', code = ''], index) =>
      html`<details id="reproduce-${index}" name="reproduce"${index === 0 ? html` open` : ''}><summary>${label}</summary>${codeBlock(code, label)}</details>`,
  )}`;
}
