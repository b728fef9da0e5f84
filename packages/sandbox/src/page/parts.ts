/** @module Small parts that pages share. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { DeliveryStatus } from '../store/deliveries.ts';
import type { WebhookStatus } from '../store/webhooks.ts';
import type { Html } from './html.ts';
import { type IconName, icon } from './icons.ts';

const LABELS = {
  delivered: 'Delivered',
  failed: 'Failed',
  pending: 'Retrying',
  active: 'Active',
  disabled: 'Disabled',
} as const satisfies Record<DeliveryStatus | WebhookStatus, string>;

/** A status as text in its colour. `untried`: no attempt has been made. */
export function statusMark(status: DeliveryStatus | WebhookStatus, untried = false): Html {
  const label = status === 'pending' && untried ? 'Waiting' : LABELS[status];
  const sign = status === 'active' || status === 'disabled' ? '' : icon(status);
  return html`<span class="status ${status}">${sign}${label}</span>`;
}

/** An ISO 8601 time in readable form; the script replaces it by how long ago it was. */
export function timeMark(iso: string): Html {
  return html`<time datetime="${iso}" title="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}

/** The same beside the exact time. */
export function exactTime(iso: string): Html {
  return html`${iso.replace('T', ' ').replace('Z', ' UTC')} <small>${timeMark(iso)}</small>`;
}

/** An empty state, and what to do about it. */
export function empty(
  sign: IconName,
  heading: 'h1' | 'h2',
  title: string,
  words: Html | string,
  todo: Html | string = '',
): Html {
  const titled = heading === 'h1' ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`;
  return html`<div class="empty">${icon(sign)}${titled}<p>${words}</p>${todo}</div>`;
}

/** A text with a copy button, which needs the script. */
export function copyable(text: string, label: string): Html {
  return html`<span class="copyable"><code>${text}</code>${copyButton(label)}</span>`;
}

/** Copies the element before it. @param label what that is, for screen readers. */
function copyButton(label: string): Html {
  return html`<button type="button" class="copy" aria-label="Copy ${label}">Copy</button>`;
}

/** A block of code with its copy button. HTML drops the line break at the start of a `<pre>`. */
export function codeBlock(code: string, label: string): Html {
  return html`<div class="code"><pre tabindex="0" aria-label="${label}">\n${code}</pre>${copyButton(label)}</div>`;
}

/** A button that asks for confirmation; works without the script. */
export function confirmed(action: string, label: string, question: string): Html {
  return html`<details class="confirm"><summary class="button danger"><span>${label}</span></summary>
<form method="post" action="${action}"><p>${question}</p><button class="danger">${label}</button></form></details>`;
}

/** A button that posts to this path. */
export function postButton(action: string, label: string, kind = ''): Html {
  return html`<form class="inline" method="post" action="${action}"><button class="${kind}">${label}</button></form>`;
}

/** The options of a select with every event, by category. */
export function eventOptions(catalogue: Catalogue, chosen: string): Html {
  return html`${byCategory(catalogue).map(
    ([category, events]) => html`<optgroup label="${category}">
${events.map(({ name, label }) => html`<option value="${name}"${selected(name === chosen)}>${label} (${name})</option>`)}
</optgroup>`,
  )}`;
}

export function selected(is: boolean): Html | string {
  return is ? html` selected` : '';
}

export function checked(is: boolean): Html | string {
  return is ? html` checked` : '';
}

export function byCategory(catalogue: Catalogue): [string, Catalogue][] {
  const categories = new Set(catalogue.map(({ category }) => category));
  return [...categories].map((category) => [
    category,
    catalogue.filter((event) => event.category === category),
  ]);
}

/** The events that a webhook is subscribed to. */
export function chosenEvents(events: readonly string[]): Html | string {
  if (events.includes('*')) return 'Every event';
  return html`${events.map((name, index) => html`${index > 0 ? ' ' : ''}<code>${name}</code>`)}`;
}
