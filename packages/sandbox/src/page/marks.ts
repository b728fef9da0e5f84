/** @module Small things that every part of the page writes alike. */
import { html } from 'hono/html';
import type { DeliveryStatus } from '../store/deliveries.ts';
import type { WebhookStatus } from '../store/webhooks.ts';
import type { Html } from './layout.ts';

/** A status, in words and in its colour. */
export function statusMark(status: DeliveryStatus | WebhookStatus): Html {
  return html`<span class="status ${status}">${status}</span>`;
}

/** An ISO-8601 time in UTC as a person reads it: `2026-08-11 10:00:05 UTC`. */
export function timeMark(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}
