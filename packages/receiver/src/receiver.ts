/** @module The receiver: opens a delivery and runs the handlers of its event once. */
import type { KolveraEvent } from '@kolvera/event-schema';
import { deliveryKey } from './delivery-key.ts';
import { GuardedStore, type StoreOptions } from './guarded-store.ts';
import { type HandlerMethods, Registry } from './handler-methods.ts';
import { type Registered, runHandlers } from './handlers.ts';
import { assertRepeatedBy, Once, type RepeatedBy, type Run } from './once.ts';
import { AbortableDelivery } from './received-delivery.ts';
import type { ReceiverRequest } from './request.ts';
import {
  createRequestReceiver,
  type RequestReceiver,
  type RequestReceiverOptions,
} from './request-receiver.ts';
import type { Outcome } from './response.ts';
import { assertPositive } from './setup-error.ts';
import type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import { within } from './time-limit.ts';

export type ReceiverOptions = RequestReceiverOptions &
  StoreOptions & {
    /**
     * Remembers deliveries, so that a repeat is not handled again. Default: this process's memory.
     * `false` lets every repeat run.
     */
    readonly store?: DeliveryStore | false;
    /**
     * What identifies a repeated delivery. Default: its raw `body`, which contains the id. `id` is for
     * a sender that serialises the JSON again for each attempt: another body with a known id is then a
     * repeat, and a real event that reuses an id is lost.
     */
    readonly repeatedBy?: RepeatedBy;
    /**
     * How long the handlers of a delivery may take, in milliseconds. Default: 9,000, because Kolvera
     * is assumed to wait 10 s. After that the response is 503, `signal` is aborted and `onError`
     * notified.
     */
    readonly handlerTimeoutMs?: number;
  };

export interface Receiver extends RequestReceiver, HandlerMethods<Receiver> {}

/**
 * Creates a receiver for the deliveries of a webhook.
 *
 * @throws SignatureError for a secret that could never verify anything: `missing_secret`,
 * `secret_has_whitespace`, `unusable_secret`, `too_many_secrets`.
 * @throws ReceiverSetupError `two_secrets`, `missing_name` or `invalid_option`.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { store = createMemoryStore(), handlerTimeoutMs = 9_000, repeatedBy = 'body' } = options;
  assertPositive('handlerTimeoutMs', handlerTimeoutMs);
  assertRepeatedBy(repeatedBy);
  const registry = new Registry();
  const { handlers, errorListeners } = registry;
  const once =
    store === false
      ? undefined
      : new Once(new GuardedStore(store, options), errorListeners, repeatedBy);

  const receiver: Receiver = {
    ...createRequestReceiver(options, registry, accept),
    ...registry.methods(() => receiver),
  };
  return receiver;

  function accept(
    event: KolveraEvent,
    request: ReceiverRequest,
    position: number,
  ): Awaitable<Outcome> {
    const concerned = handlers.of(event);
    if (concerned.length === 0) return 'ignored';
    const run = () => runInTime(concerned, event, request);
    if (once === undefined) return run().outcome;
    return once.handle({ eventId: event.id, key: deliveryKey(event, position, request) }, run);
  }

  function runInTime(
    concerned: readonly Registered[],
    event: KolveraEvent,
    request: ReceiverRequest,
  ): Run {
    const delivery = new AbortableDelivery(request);
    const ended = run(concerned, event, delivery);
    if (typeof ended === 'string') return { outcome: ended, ended };
    // What ended never rejects, so only the time limit does.
    const outcome = within(handlerTimeoutMs, ended).catch(() => {
      delivery.abort(new Error(`The handlers took longer than ${handlerTimeoutMs} ms.`));
      errorListeners.tell('handler_timeout', { eventId: event.id });
      return 'handler_timeout' as const;
    });
    return { outcome, ended };
  }

  function run(
    concerned: readonly Registered[],
    event: KolveraEvent,
    delivery: AbortableDelivery,
  ): Awaitable<Outcome> {
    const failed = (cause: unknown): Outcome => {
      errorListeners.tell('handler_failed', { eventId: event.id, cause });
      return 'handler_failed';
    };
    try {
      const running = runHandlers(concerned, event, delivery);
      return running === undefined ? 'handled' : running.then(() => 'handled', failed);
    } catch (cause) {
      return failed(cause);
    }
  }
}
