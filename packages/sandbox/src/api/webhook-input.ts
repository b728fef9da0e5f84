/** @module Reads the members of a webhook. */
import type { Catalogue } from '@kolvera/event-schema';
import { DeliveryUrlError, normaliseDeliveryUrl } from '../delivery-url.ts';
import type { NewWebhook, WebhookChanges } from '../store/webhooks.ts';
import type { Input } from './input.ts';
import { Problem } from './problem.ts';

const LONGEST_DESCRIPTION = 500;

export const NEW_WEBHOOK_KEYS = ['url', 'events', 'description'] as const;
export const CHANGED_WEBHOOK_KEYS = [...NEW_WEBHOOK_KEYS, 'status'] as const;

/** @throws Problem 422 */
export function readNewWebhook(body: Input, catalogue: Catalogue): NewWebhook {
  return {
    url: readUrl(body.url),
    events: readEvents(body.events, catalogue),
    description: 'description' in body ? readDescription(body.description) : null,
  };
}

/** @throws Problem 422 */
export function readWebhookChanges(body: Input, catalogue: Catalogue): WebhookChanges {
  return {
    ...('url' in body && { url: readUrl(body.url) }),
    ...('events' in body && { events: readEvents(body.events, catalogue) }),
    ...('description' in body && { description: readDescription(body.description) }),
    ...('status' in body && { status: readStatus(body.status) }),
  };
}

/** The name of an event that the catalogue has. @throws Problem 422 */
export function readEventName(value: unknown, catalogue: Catalogue): string {
  if (!catalogue.some(({ name }) => name === value) || typeof value !== 'string') {
    throw new Problem(
      422,
      `There is no event type ${JSON.stringify(value)}. GET /webhooks/event-types lists them.`,
    );
  }
  return value;
}

function readUrl(value: unknown): string {
  if (typeof value !== 'string') throw new Problem(422, 'The url has to be a string.');
  try {
    normaliseDeliveryUrl(value);
  } catch (error) {
    if (error instanceof DeliveryUrlError) throw new Problem(422, error.message);
    throw error;
  }
  return value;
}

function readEvents(value: unknown, catalogue: Catalogue): string[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new Problem(422, 'The events have to be a list of event types, or ["*"] for all.');
  }
  if (value.length === 1 && value[0] === '*') return ['*'];
  const events = value.map((name: unknown) => readEventName(name, catalogue));
  if (new Set(events).size < events.length) {
    throw new Problem(422, 'The events name an event type twice.');
  }
  return events;
}

function readDescription(value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_DESCRIPTION) {
    throw new Problem(
      422,
      `The description has to be a text of at most ${LONGEST_DESCRIPTION} characters.`,
    );
  }
  return value;
}

function readStatus(value: unknown): 'active' | 'disabled' {
  if (value === 'active' || value === 'disabled') return value;
  throw new Problem(422, 'The status has to be "active" or "disabled".');
}
