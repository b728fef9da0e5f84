/** @module Settings → Webhooks: the webhooks, a form for another, and a button that fires an event. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { eventPicker, eventSelect } from './event-picker.ts';
import type { Html } from './layout.ts';
import { statusMark } from './marks.ts';

export function webhookList(webhooks: readonly SandboxWebhook[], catalogue: Catalogue): Html {
  return html`
${webhooks.length === 0 ? html`<p>There are no webhooks yet.</p>` : table(webhooks)}
<section>
<h2>Add a webhook</h2>
<form method="post" action="/settings/webhooks">
<label>URL to which Kolvera should POST <small>(https, or http on this machine)</small><br>
<input type="url" name="url" required autocomplete="off" placeholder="https://"></label>
${eventPicker(catalogue)}
<button>Add webhook</button>
</form>
</section>
<section>
<h2>Fire an event</h2>
<p>Its sample goes to every webhook that is subscribed to it.</p>
<form class="inline" method="post" action="/settings/fire">
${eventSelect(catalogue)}
<button>Fire</button>
</form>
</section>`;
}

function table(webhooks: readonly SandboxWebhook[]): Html {
  return html`<table>
<thead><tr><th scope="col">URL</th><th scope="col">Events</th><th scope="col">Status</th></tr></thead>
<tbody>
${webhooks.map(
  ({ id, url, events, status }) => html`<tr>
<td><a href="/settings/webhooks/${id}">${url}</a></td>
<td>${chosenEvents(events)}</td>
<td>${statusMark(status)}</td>
</tr>`,
)}
</tbody>
</table>`;
}

export function chosenEvents(events: readonly string[]): string {
  return events.includes('*') ? 'All events' : events.join(', ');
}
