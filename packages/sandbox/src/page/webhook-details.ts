/** @module One webhook: what can be done with it, and its delivery log. */
import type { Catalogue } from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { SandboxDelivery } from '../store/deliveries.ts';
import type { SandboxWebhook } from '../store/webhooks.ts';
import { deliveryLog } from './delivery-log.ts';
import { eventSelect } from './event-picker.ts';
import type { Html } from './layout.ts';
import { statusMark, timeMark } from './marks.ts';
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
<dt>Status</dt><dd>${statusMark(webhook.status)}</dd>
<dt>Made</dt><dd>${timeMark(webhook.created_at)}</dd>
</dl>
${active ? html`<form class="inline" method="post" action="${path}/test">${eventSelect(catalogue)} <button>Send a sample</button></form>` : ''}
<p>
${button(`${path}/${active ? 'disable' : 'enable'}`, active ? 'Disable' : 'Enable')}
${button(`${path}/rotate-secret`, 'New secret')}
${button(`${path}/delete`, 'Delete')}
</p>
<h2>Deliveries</h2>
${deliveryLog(deliveries, active)}`;
}

function button(action: string, label: string): Html {
  return html`<form class="inline" method="post" action="${action}"><button>${label}</button></form>`;
}
