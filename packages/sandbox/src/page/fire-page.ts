/** @module Firing events: choose one, edit its sample, choose how to send it, see the results. */
import type { Catalogue, EventDefinition } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { LoggedDelivery } from '../store/deliveries.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { story } from './delivery-rows.ts';
import { eventInputs } from './event-form.ts';
import { type Firing, WAYS } from './firings.ts';
import type { Html } from './html.ts';
import { eventOptions, selected, statusMark } from './parts.ts';

/** How many differences from the schema are listed. */
const LISTED_CHECKS = 8;

export interface FireForm {
  readonly definition: EventDefinition;
  readonly data: unknown;
  /** The data as JSON, as it was typed. */
  readonly json: string;
  /** Why the data cannot be sent. */
  readonly problem?: string;
  /** How the data differs from the schema. */
  readonly checks: readonly string[];
  readonly way: string;
  readonly to: string;
}

export interface FiringResult {
  readonly firing: Firing;
  readonly deliveries: readonly LoggedDelivery[];
}

export function firePage(
  { definition, data, json, problem, checks, way, to }: FireForm,
  catalogue: Catalogue,
  webhooks: readonly SandboxWebhook[],
  result: FiringResult | undefined,
): Html {
  const { name, firesWhen } = definition;
  return html`<div class="head split"><div><h1>Fire an event</h1><p>Edit the sample, then send it to the subscribed webhooks.</p></div>
<form method="post" action="/settings/fire-all"><button>Fire all ${catalogue.length} events</button></form></div>
${result ? results(result, webhooks) : ''}
<form id="choose" method="get" action="/settings/fire" hidden></form>
<form class="fire" method="post" action="/settings/fire" data-event>
<input type="hidden" name="event" value="${name}">
<section class="card send">
<label>Event<select name="event" form="choose" data-auto>${eventOptions(catalogue, name)}</select></label>
<button form="choose">Choose</button>
<label>To<select name="to"><option value="">Every subscribed webhook</option>${webhooks
    .filter(({ status }) => status === 'active')
    .map(
      ({ id, url }) => html`<option value="${id}"${selected(id === to)}>Only ${url}</option>`,
    )}</select></label>
<label>How<select name="way">${Object.entries(WAYS).map(([value, label]) => html`<option value="${value}"${selected(value === way)}>${label}</option>`)}</select></label>
<button class="primary" name="from" value="form">Fire</button>
<p class="quiet">${firesWhen}</p>
</section>
<div class="columns">
<section class="card"><h2>Fields</h2><p class="quiet">An empty field is sent as null.</p><div class="inputs" id="inputs">${eventInputs(definition, data)}</div></section>
<section class="card json"><h2><label for="json">Data as JSON</label></h2><p class="quiet">Anything is allowed: other types, unknown fields, missing fields.</p>
<textarea id="json" name="json" rows="26" spellcheck="false" autocapitalize="off" aria-describedby="checks">${json}</textarea>
<ul id="checks" class="checks" aria-live="polite">${checkLines(problem, checks)}</ul>
<div class="actions"><button class="primary" name="from" value="json">Fire this JSON</button></div></section>
</div>
</form>`;
}

function checkLines(problem: string | undefined, checks: readonly string[]): Html {
  if (problem !== undefined) return html`<li class="wrong">${problem}</li>`;
  if (checks.length === 0) return html`<li>Valid, and matches the schema.</li>`;
  return html`${checks.slice(0, LISTED_CHECKS).map((check) => html`<li class="odd">${check}</li>`)}`;
}

function results({ firing, deliveries }: FiringResult, webhooks: readonly SandboxWebhook[]): Html {
  const urls = new Map(webhooks.map(({ id, url }) => [id, url]));
  const { what, way, attacks } = firing;
  const total = firing.deliveries.length;
  const settled = deliveries.filter(({ attempts }) => attempts.length > 0).length;
  const got = deliveries.filter(({ status }) => status === 'delivered').length;
  const left = leftOut(firing, webhooks);
  return html`<section class="card result" id="result" data-live>
<div class="cardhead"><h2>Fired ${what}</h2><span class="quiet">${WAYS[way]}</span></div>
${
  total > 0
    ? html`<p><strong>${got} of ${deliveries.length}</strong> ${deliveries.length === 1 ? 'delivery' : 'deliveries'} accepted${settled < deliveries.length ? html`, ${deliveries.length - settled} pending` : ''}.</p>
<progress max="${deliveries.length}" value="${settled}" aria-label="Deliveries sent">${settled}</progress>`
    : ''
}
${total === 0 && attacks.length === 0 ? html`<p>No webhook received it. ${webhooks.length === 0 ? html`<a href="/settings/webhooks#add">Add a webhook</a> first.` : ''}</p>` : ''}
<ul class="rows">${deliveries.map(
    (delivery) =>
      html`<li class="row" data-key="${delivery.id}">${statusMark(delivery.status, delivery.attempts.length === 0)}<div class="grow"><a class="title" href="/settings/deliveries/${delivery.id}">${delivery.event}</a>${story(delivery, urls.get(delivery.webhook_id))}</div></li>`,
  )}${attacks.map(({ webhook, status: code, error }) => {
    const [mark, status, words] = judgement(code);
    return html`<li class="row"><span class="status ${status}">${mark}</span><div class="grow"><a class="title clip" href="/settings/webhooks/${webhook.id}">${webhook.url}</a><p class="quiet">${code === null ? error : html`${code}, ${words}`}</p></div></li>`;
  })}</ul>
${left.length > 0 ? html`<details id="left-out"><summary>${left.length} ${left.length === 1 ? 'webhook' : 'webhooks'} did not receive it</summary><ul class="rows">${left.map(({ id, url, status }) => html`<li class="row"><div class="grow"><a class="title" href="/settings/webhooks/${id}">${url}</a><p class="quiet">${status === 'disabled' ? 'It is disabled.' : `It is not subscribed to ${what}.`}</p></div></li>`)}</ul></details>` : ''}
</section>`;
}

/** What the response to a forged delivery says about the endpoint. */
function judgement(code: number | null): [mark: string, status: string, words: string] {
  if (code !== null && code >= 200 && code <= 299)
    return [
      'Accepted',
      'failed',
      'although the signature is wrong: the endpoint does not verify it',
    ];
  if (code !== null && code >= 400 && code <= 499)
    return ['Rejected', 'delivered', 'as it should be'];
  return ['Unclear', 'pending', 'which does not show whether the signature is verified'];
}

/** The webhooks that did not receive it. */
function leftOut({ attacks, what }: Firing, webhooks: readonly SandboxWebhook[]) {
  const attacked = new Set(attacks.map(({ webhook }) => webhook.id));
  const wants = ({ events }: SandboxWebhook) => events.includes('*') || events.includes(what);
  const all = what.endsWith(' events');
  return webhooks.filter(
    (webhook) =>
      !attacked.has(webhook.id) && (webhook.status === 'disabled' || (!all && !wants(webhook))),
  );
}
