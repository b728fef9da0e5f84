/** @module The form of a new or changed webhook. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { Html } from './html.ts';
import { byCategory, checked } from './parts.ts';

/** The values of the form. */
export interface WebhookFields {
  readonly url: string;
  readonly description: string;
  /** `['*']` for every event. */
  readonly events: readonly string[];
}

export const emptyWebhook: WebhookFields = { url: '', description: '', events: ['*'] };

export function webhookForm(
  action: string,
  { url, description, events }: WebhookFields,
  catalogue: Catalogue,
  button: string,
): Html {
  const all = events.includes('*');
  return html`<form class="stack" method="post" action="${action}">
<label><span>URL <small>https, or http on this machine</small></span>
<input type="text" inputmode="url" name="url" value="${url}" required autocomplete="off" spellcheck="false" placeholder="https://example.com/webhook"></label>
<label><span>Description <small>optional</small></span>
<input type="text" name="description" value="${description}" maxlength="500" autocomplete="off"></label>
<fieldset class="events">
<legend>Events</legend>
<label class="choice"><input type="radio" name="choice" value="all"${checked(all)}> Every event, including future ones</label>
<label class="choice"><input type="radio" name="choice" value="some"${checked(!all)}> Selected events</label>
<div class="picker">${byCategory(catalogue).map(
    ([category, ofCategory]) => html`<fieldset><legend>${category}</legend>
${ofCategory.map(
  ({ name, label, firesWhen }) =>
    html`<label class="choice" title="${firesWhen}"><input type="checkbox" name="events" value="${name}"${checked(events.includes(name))}> <span>${label} <code>${name}</code></span></label>`,
)}</fieldset>`,
  )}</div>
</fieldset>
<div class="actions"><button class="primary">${button}</button></div>
</form>`;
}

/** Reads the form. */
export function readWebhookForm(form: Readonly<Record<string, unknown>>): WebhookFields {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const events = form.choice === 'some' ? [form.events ?? []].flat().map(text) : ['*'];
  return { url: text(form.url).trim(), description: text(form.description), events };
}
