/** @module Fires events: what is fired is in the database before the promise resolves. */
import type { Catalogue, SampleOverrides } from '@kolvera/event-schema';
import type { Dispatcher } from './delivery/dispatcher.ts';
import { describeBody, writeEvent } from './event-body.ts';
import { newId } from './identifiers.ts';
import type { Database } from './store/database.ts';
import type { DeliveryLog, LoggedDelivery } from './store/deliveries.ts';
import type { EventStore, Headers, NewEvent } from './store/events.ts';
import type { WebhookStore } from './store/webhooks.ts';

export interface Fired {
  readonly eventId: string;
  /** The IDs of the new deliveries, one for each subscriber. */
  readonly deliveries: readonly string[];
}

/** The event is not in the catalogue and has no data, so there is nothing to send. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
  readonly code = 'unknown_event';

  constructor(event: string) {
    super(`Kolvera has no event ${JSON.stringify(event)}. To send it anyway, give it data.`);
  }
}

interface FireOptions {
  /** IDs of webhooks. Default: those that are subscribed to the event. */
  readonly recipients?: readonly string[];
  /** Headers of the deliveries beside those that every delivery has. */
  readonly headers?: Headers;
}

interface Parts {
  readonly catalogue: Catalogue;
  readonly workspaceId: string;
  readonly database: Database;
  readonly webhooks: WebhookStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryLog;
  readonly dispatcher: Dispatcher;
  now(): number;
}

export type Emitter = ReturnType<typeof createEmitter>;

export function createEmitter(parts: Parts) {
  const { catalogue, workspaceId, database, webhooks, events, deliveries, dispatcher, now } = parts;

  /** @throws UnknownEventError */
  function newEvent(name: string, overrides: SampleOverrides): NewEvent {
    const definition = catalogue.find((one) => one.name === name);
    if (definition === undefined && overrides.data === undefined) throw new UnknownEventError(name);
    const created_at = new Date(now()).toISOString();
    const occurrence = { id: newId('evt'), event: name, created_at, workspace_id: workspaceId };
    return writeEvent(definition, occurrence, overrides);
  }

  function enqueue(event: NewEvent, recipients: readonly string[]): Fired {
    const ids = database.transaction(() => {
      const seq = events.insert(event, now());
      return recipients.map((webhookId) => deliveries.add(webhookId, seq, now()));
    });
    dispatcher.wake();
    return { eventId: event.id, deliveries: ids };
  }

  return {
    /** Fires an event to its subscribers. @throws UnknownEventError, DatabaseError */
    fire: async (name: string, overrides: SampleOverrides = {}): Promise<Fired> =>
      enqueue(newEvent(name, overrides), webhooks.subscribers(name)),

    /** Fires exactly these bytes to the subscribers of an event, or to these webhooks. */
    fireBody: async (
      name: string,
      rawBody: string | Uint8Array,
      { recipients = webhooks.subscribers(name), headers = {} }: FireOptions = {},
    ): Promise<Fired> => enqueue({ ...describeBody(name, rawBody), headers }, recipients),

    /** Sends an event's sample to one webhook, whatever it is subscribed to. */
    test(name: string, webhookId: string): void {
      enqueue({ ...newEvent(name, {}), listed: false }, [webhookId]);
    },

    /** Sends a delivery's event again. @returns the new delivery's ID. */
    redeliver(delivery: LoggedDelivery): string {
      const id = deliveries.repeat(delivery, now());
      dispatcher.wake();
      return id;
    },
  };
}
