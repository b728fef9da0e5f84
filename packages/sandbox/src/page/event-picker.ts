/** @module Choosing event types, by category, in the catalogue's order. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** Check boxes for some events, and a choice of all of them. */
export function eventPicker(catalogue: Catalogue): Html {
  return html`<fieldset>
<legend>Events</legend>
<label><input type="radio" name="choice" value="all" checked> All events, those added later included</label>
<label><input type="radio" name="choice" value="some"> Only these:</label>
${byCategory(catalogue).map(
  ([category, events]) => html`<fieldset>
<legend>${category}</legend>
${events.map(
  ({ name, label, firesWhen }) =>
    html`<label><input type="checkbox" name="events" value="${name}"> ${label} <code>${name}</code> <small>${firesWhen}</small></label>`,
)}
</fieldset>`,
)}
</fieldset>`;
}

/** A list from which one event is chosen. */
export function eventSelect(catalogue: Catalogue): Html {
  return html`<label>Event
<select name="event">
${byCategory(catalogue).map(
  ([category, events]) => html`<optgroup label="${category}">
${events.map(({ name, label }) => html`<option value="${name}">${label} (${name})</option>`)}
</optgroup>`,
)}
</select></label>`;
}

function byCategory(catalogue: Catalogue): [string, Catalogue][] {
  const categories = new Set(catalogue.map(({ category }) => category));
  return [...categories].map((category) => [
    category,
    catalogue.filter((event) => event.category === category),
  ]);
}
