/** @module Fires events: what is fired is in the database before the call returns. */
import type { Catalogue } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { newId } from './identifiers.ts';
import type { Database } from './store/database.ts';
import type { DeliveryStore } from './store/deliveries.ts';
import type { EventStore, NewEvent } from './store/events.ts';
import type { WebhookStore } from './store/webhooks.ts';

/** What is written over an event's sample; objects are merged, everything else replaced. */
export type Overrides = Readonly<Record<string, unknown>>;

export interface Fired {
  readonly eventId: string;
  /** The ids of the deliveries that are now owed, one for each subscriber. */
  readonly deliveries: readonly string[];
}

/** The event is not in the catalogue and came without data, so there is nothing to send. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
  readonly code = 'unknown_event';

  constructor(event: string) {
    super(`The catalogue has no event ${JSON.stringify(event)}. Fire it with data of its own.`);
  }
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly workspaceId: string;
  readonly database: Database;
  readonly webhooks: WebhookStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  now(): number;
  /** Sends what a webhook is owed. */
  wake(webhookId: string): void;
}

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter(parts: Parts) {
  const { catalogue, workspaceId, database, webhooks, events, deliveries, now, wake } = parts;
  const encoder = new TextEncoder();

  /** @throws UnknownEventError */
  function envelope(name: string, overrides: Overrides): { id: string; body: Uint8Array } {
    const definition = catalogue.find((one) => one.name === name);
    if (definition === undefined && overrides.data === undefined) throw new UnknownEventError(name);
    const event = merge(
      {
        ...definition?.sample,
        id: newId('evt'),
        event: name,
        created_at: new Date(now()).toISOString(),
        workspace_id: workspaceId,
      },
      overrides,
    );
    return { id: String(event.id), body: encoder.encode(JSON.stringify(event)) };
  }

  function owe(event: NewEvent, webhookIds: readonly string[]): Fired {
    const fired = database.transaction(() => {
      const seq = events.insert(event, now());
      return webhookIds.map((webhookId) => deliveries.insert(webhookId, seq, now()));
    });
    for (const webhookId of webhookIds) wake(webhookId);
    return { eventId: event.id, deliveries: fired };
  }

  return {
    /** Fires an event to its subscribers. @throws UnknownEventError */
    fire(name: string, overrides: Overrides = {}): Fired {
      return owe(
        { name, origin: 'fired', ...envelope(name, overrides) },
        webhooks.subscribers(name),
      );
    },

    /** Fires exactly these bytes to the subscribers of an event. */
    fireBody(name: string, rawBody: string | Uint8Array): Fired {
      const body = typeof rawBody === 'string' ? encoder.encode(rawBody) : rawBody;
      const event: NewEvent = { id: fingerprint(body), name, origin: 'raw', body };
      return owe(event, webhooks.subscribers(name));
    },

    /** Sends an event's sample to one webhook, whatever it is subscribed to. */
    test(name: string, webhookId: string): Fired {
      return owe({ name, origin: 'test', ...envelope(name, {}) }, [webhookId]);
    },

    /** Sends a delivery's event again. @returns the new delivery's id, if there is such a delivery. */
    redeliver(deliveryId: string): string | undefined {
      const repeated = deliveries.repeat(deliveryId, now());
      if (repeated !== undefined) wake(repeated.webhookId);
      return repeated?.id;
    },
  };
}

type Members = Readonly<Record<string, unknown>>;

function merge(base: Members, overrides: Members): Members {
  const merged = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const before = merged[key];
    merged[key] = isMembers(before) && isMembers(value) ? merge(before, value) : value;
  }
  return merged;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
