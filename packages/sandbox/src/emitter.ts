/** @module Fires events: what is fired is in the database before the call returns. */
import type { Catalogue } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { newId } from './identifiers.ts';
import type { Database } from './store/database.ts';
import type { DeliveryStore, SandboxDelivery } from './store/deliveries.ts';
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
  function wholeEvent(name: string, overrides: Overrides): Pick<NewEvent, 'id' | 'name' | 'body'> {
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
    const body = encoder.encode(JSON.stringify(event));
    return { id: typeof event.id === 'string' ? event.id : fingerprint(body), name, body };
  }

  async function owe(event: NewEvent, webhookIds: readonly string[]): Promise<Fired> {
    const owed: string[] = [];
    await database.write(() => {
      const seq = events.insert(event, now());
      for (const webhookId of webhookIds) owed.push(deliveries.insert(webhookId, seq, now()));
    });
    for (const webhookId of webhookIds) wake(webhookId);
    return { eventId: event.id, deliveries: owed };
  }

  return {
    /** Fires an event to its subscribers. @throws UnknownEventError */
    async fire(name: string, overrides: Overrides = {}): Promise<Fired> {
      const event = { ...wholeEvent(name, overrides), listed: true };
      return owe(event, webhooks.subscribers(name));
    },

    /** Fires exactly these bytes to the subscribers of an event. */
    async fireBody(name: string, rawBody: string | Uint8Array): Promise<Fired> {
      const body = typeof rawBody === 'string' ? encoder.encode(rawBody) : rawBody;
      const event = { id: fingerprint(body), name, body, listed: false };
      return owe(event, webhooks.subscribers(name));
    },

    /** Sends an event's sample to one webhook, whatever it is subscribed to. */
    test: (name: string, webhookId: string): Promise<Fired> =>
      owe({ ...wholeEvent(name, {}), listed: false }, [webhookId]),

    /** Sends a delivery's event again. @returns the new delivery. */
    redeliver(delivery: SandboxDelivery): SandboxDelivery {
      const repeated = deliveries.repeat(delivery, now());
      wake(repeated.webhook_id);
      return repeated;
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
