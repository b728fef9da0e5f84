/** @module Reads the fields of a webhook. */
import type { Catalogue } from '@kolvera/event-schema';
import { DeliveryUrlError, normaliseDeliveryUrl } from '../delivery-url.ts';
import type { NewWebhook, WebhookChanges } from '../store/webhooks.ts';
import type { Input } from './input.ts';
import { Problem } from './problem.ts';

const LONGEST_DESCRIPTION = 500;

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

/** Reads the name of an event in the catalogue. @throws Problem 422 */
export function readEventName(value: unknown, catalogue: Catalogue): string {
  if (!catalogue.some(({ name }) => name === value) || typeof value !== 'string') {
    throw new Problem(
      422,
      `Unknown event type ${JSON.stringify(value)}. GET /webhooks/event-types lists them.`,
    );
  }
  return value;
}

function readUrl(value: unknown): string {
  if (typeof value !== 'string') throw new Problem(422, 'url must be a string.');
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
    throw new Problem(422, 'events must be an array of event types, or ["*"] for every event.');
  }
  if (value.length === 1 && value[0] === '*') return ['*'];
  const events = value.map((name: unknown) => readEventName(name, catalogue));
  if (new Set(events).size < events.length) {
    throw new Problem(422, 'events contains an event type twice.');
  }
  return events;
}

function readDescription(value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_DESCRIPTION) {
    throw new Problem(
      422,
      `description must be a string of at most ${LONGEST_DESCRIPTION} characters.`,
    );
  }
  return value;
}

function readStatus(value: unknown): 'active' | 'disabled' {
  if (value === 'active' || value === 'disabled') return value;
  throw new Problem(422, 'status must be "active" or "disabled".');
}
