/** @module Fires events: what is fired is in the database before the promise resolves. */
import type { Catalogue, SampleOverrides } from '@kolvera/event-schema';
import type { Dispatcher } from './delivery/dispatcher.ts';
import { type Dialect, speak } from './dialects.ts';
import { describeBody, writeEvent } from './event-body.ts';
import { newId } from './identifiers.ts';
import type { Database } from './store/database.ts';
import { type DeliveryStore, idOf, type Owed, type SandboxDelivery } from './store/deliveries.ts';
import type { EventStore, NewEvent } from './store/events.ts';
import type { WebhookStore } from './store/webhooks.ts';

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
    super(
      `Kolvera has no event ${JSON.stringify(event)}. To send it anyway, fire it with its own data.`,
    );
  }
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly dialect: Dialect | undefined;
  readonly workspaceId: string;
  readonly database: Database;
  readonly webhooks: WebhookStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly dispatcher: Dispatcher;
  now(): number;
}

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter(parts: Parts) {
  const {
    catalogue,
    dialect,
    workspaceId,
    database,
    webhooks,
    events,
    deliveries,
    dispatcher,
    now,
  } = parts;

  /** @throws UnknownEventError */
  function newEvent(name: string, overrides: SampleOverrides): NewEvent {
    const definition = catalogue.find((one) => one.name === name);
    if (definition === undefined && overrides.data === undefined) throw new UnknownEventError(name);
    const created_at = new Date(now()).toISOString();
    const occurrence = { id: newId('evt'), event: name, created_at, workspace_id: workspaceId };
    const event = writeEvent(definition, occurrence, overrides);
    if (dialect === undefined) return event;
    return describeBody(name, speak(dialect, Buffer.from(event.body).toString()));
  }

  /** @param recipients gives the ids of webhooks, as they are when the event is written. */
  async function owe(event: NewEvent, recipients: () => readonly string[]): Promise<Fired> {
    const owed = new Map<string, Owed>();
    await database.write(() => {
      const seq = events.insert(event, now());
      for (const webhookId of recipients()) {
        owed.set(webhookId, deliveries.insert(webhookId, seq, now()));
      }
    });
    for (const [webhookId, delivery] of owed) dispatcher.send(webhookId, delivery);
    return { eventId: event.id, deliveries: [...owed.values()].map(({ seq }) => idOf(seq)) };
  }

  return {
    /** Fires an event to its subscribers. @throws UnknownEventError */
    async fire(name: string, overrides: SampleOverrides = {}): Promise<Fired> {
      return owe(newEvent(name, overrides), () => webhooks.subscribers(name));
    },

    /** Fires exactly these bytes to the subscribers of an event, or to these webhooks. */
    async fireBody(
      name: string,
      rawBody: string | Uint8Array,
      recipients?: readonly string[],
    ): Promise<Fired> {
      return owe(describeBody(name, rawBody), () => recipients ?? webhooks.subscribers(name));
    },

    /** Sends an event's sample to one webhook, whatever it is subscribed to. */
    test: (name: string, webhookId: string): Promise<Fired> =>
      owe({ ...newEvent(name, {}), listed: false }, () =>
        webhooks.find(webhookId) === undefined ? [] : [webhookId],
      ),

    /** Sends a delivery's event again. @returns the new delivery. */
    redeliver(delivery: SandboxDelivery): SandboxDelivery {
      const repeated = deliveries.repeat(delivery, now());
      dispatcher.wake(repeated.webhook_id);
      return repeated;
    },
  };
}
