/** @module The webhooks: the list, and the page of one webhook. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { DeliveryStatus, LoggedDelivery } from '../store/deliveries.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { deliveryRows } from './delivery-rows.ts';
import type { Html } from './html.ts';
import {
  chosenEvents,
  confirmed,
  copyable,
  empty,
  eventOptions,
  postButton,
  statusMark,
  timeMark,
} from './parts.ts';
import { emptyWebhook, type WebhookFields, webhookForm } from './webhook-form.ts';

interface ListedWebhook {
  readonly webhook: SandboxWebhook;
  /** Its most recent deliveries, newest first. */
  readonly recent: readonly LoggedDelivery[];
}

/** @param typed what was typed into a form that was refused. */
export function webhookList(
  listed: readonly ListedWebhook[],
  catalogue: Catalogue,
  typed: WebhookFields | undefined,
): Html {
  const form = html`<details class="card" id="add"${typed || listed.length === 0 ? html` open` : ''}>
<summary><h2>Add a webhook</h2></summary>
${webhookForm('/settings/webhooks', typed ?? emptyWebhook, catalogue, 'Add webhook')}
</details>`;
  const list = html`<section class="card" id="list" data-live>
${
  listed.length === 0
    ? empty(
        'webhooks',
        'h2',
        'No webhooks yet',
        'Add the URL of a connector or of your own endpoint, then fire an event.',
      )
    : html`<ul class="rows">${listed.map(row)}</ul>`
}
</section>`;
  return html`<div class="head"><h1>Webhooks</h1><p>Each receives the events it is subscribed to as signed POST requests.</p></div>
${typed ? [form, list] : [list, form]}`;
}

function row({ webhook, recent }: ListedWebhook): Html {
  const [last] = recent;
  const { id, url, events, status, description } = webhook;
  return html`<li class="row webhook" data-key="${id}">
<div class="grow"><a class="title clip" href="/settings/webhooks/${id}" title="${url}">${url}</a>
<p class="quiet clip">${description ? html`${description} · ` : ''}${chosenEvents(events)}</p></div>
${historyMarks(recent.map(({ status }) => status))}
<div class="last">${last ? html`${statusMark(last.status, last.attempts.length === 0)} <small>${timeMark(last.attempts.at(-1)?.at ?? last.created_at)}</small>` : html`<span class="quiet">No deliveries yet</span>`}</div>
${statusMark(status)}
</li>`;
}

/** The results of the most recent deliveries as small bars, oldest first. */
function historyMarks(history: readonly DeliveryStatus[]): Html {
  const count = (status: DeliveryStatus) => history.filter((one) => one === status).length;
  const words = `Last ${history.length} deliveries: ${count('delivered')} delivered, ${count('failed')} failed, ${count('pending')} pending`;
  if (history.length === 0) return html`<span class="history"></span>`;
  return html`<span class="history" role="img" aria-label="${words}" title="${words}">${history
    .toReversed()
    .map((status) => html`<i class="${status}"></i>`)}</span>`;
}

export function webhookDetails(
  webhook: SandboxWebhook,
  deliveries: readonly LoggedDelivery[],
  catalogue: Catalogue,
  typed: WebhookFields | undefined,
): Html {
  const { id, url, secret, status, events, created_at } = webhook;
  const path = `/settings/webhooks/${id}`;
  const active = status === 'active';
  const description = webhook.description ?? '';
  const edit = html`<details class="card" id="edit"${typed ? html` open` : ''}>
<summary><h2>Edit</h2></summary>
${webhookForm(path, typed ?? { url, description, events }, catalogue, 'Save')}
</details>`;
  return html`<nav class="crumbs" aria-label="You are here"><a href="/settings/webhooks">Webhooks</a></nav>
<div class="head"><h1 class="url">${url}</h1>
<p id="state" data-live>${statusMark(status)} ${active ? 'Receives events.' : 'Paused. Pending deliveries are sent when you enable it.'}</p></div>
${typed ? edit : ''}
<section class="card"><dl class="facts">
<dt>Secret</dt><dd>${copyable(secret, 'the secret')} <small>Kolvera shows it only once; the sandbox shows it always.</small></dd>
<dt>ID</dt><dd>${copyable(id, 'the ID')}</dd>
<dt>Events</dt><dd>${chosenEvents(events)}</dd>
${description && html`<dt>Description</dt><dd>${description}</dd>`}
<dt>Created</dt><dd>${timeMark(created_at)}</dd>
</dl>
${active ? html`<div class="actions"><form class="inline" method="post" action="${path}/test"><label class="joined"><span>Send a sample of</span><select name="event">${eventOptions(catalogue, events.find((name) => name !== '*') ?? '')}</select></label> <button class="primary">Send</button></form></div>` : ''}
<div class="actions">
${active ? postButton(`${path}/disable`, 'Disable') : postButton(`${path}/enable`, 'Enable', 'primary')}
${confirmed(`${path}/rotate-secret`, 'Rotate secret', 'Deliveries are signed with the new secret at once. Endpoints that still use the old one reject them.')}
${confirmed(`${path}/delete`, 'Delete webhook', 'It receives no more events, and pending deliveries are abandoned. Its deliveries stay in the log.')}
</div></section>
${typed ? '' : edit}
<section class="card" id="deliveries" data-live><div class="cardhead"><h2>Deliveries</h2>${deliveries.length > 0 ? html`<a href="/settings/deliveries?webhook=${id}">All deliveries of this webhook</a>` : ''}</div>
${deliveryRows(deliveries, undefined)}
</section>`;
}
