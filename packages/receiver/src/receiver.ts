/** @module The receiver: opens a delivery and runs the handlers of its event once. */
import type { KolveraEvent } from '@kolvera/event-schema';
import { fingerprint, SIGNATURE_HEADER } from '@kolvera/signature';
import { HandledDelivery } from './delivery.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from './endpoint.ts';
import { GuardedStore, type StoreOptions } from './guarded-store.ts';
import { type Handler, runHandlers } from './handlers.ts';
import { Newest, NotRun } from './newest.ts';
import { assertRepeatedBy, Once, type RepeatedBy, type Work } from './once.ts';
import type { Outcome } from './outcome.ts';
import { createRegistered, createRegistration, type Registration } from './registration.ts';
import { header, type ReceiverRequest } from './request.ts';
import { assertPositive } from './setup-error.ts';
import type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
import { createMemoryStore, MemoryStore } from './stores/memory-store.ts';
import { TimeLimit } from './time-limit.ts';

export type ReceiverOptions = EndpointOptions &
  StoreOptions & {
    /**
     * Remembers deliveries, so that a repeated one is not handled again. Memory of this process
     * unless set; `false` lets every repeat run.
     */
    readonly store?: DeliveryStore | false;
    /**
     * By what a repeated delivery is known: by its raw `body`, which holds the id too, unless set.
     * `id` is for a sender that writes the JSON anew for each attempt: another body with a known id
     * is then a repeat, and a real event that reuses an id is lost.
     */
    readonly repeatedBy?: RepeatedBy;
    /**
     * How long the handlers of a delivery may take, in milliseconds. 9,000 unless set, because
     * Kolvera is assumed to wait 10 s. Then 503 is answered, `signal` is aborted and `onError` told.
     */
    readonly handlerTimeoutMs?: number;
  };

export interface Receiver extends Endpoint, Registration<Receiver> {}

/**
 * Makes a receiver for the deliveries of a webhook.
 *
 * @throws SignatureError for a secret with which nothing could be verified: `missing_secret`,
 * `secret_has_whitespace`, `unusable_secret`, `too_many_secrets`.
 * @throws ReceiverSetupError `two_secrets`, `missing_name` or `invalid_option`.
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const { store = createMemoryStore(), handlerTimeoutMs = 9_000, repeatedBy = 'body' } = options;
  assertPositive('handlerTimeoutMs', handlerTimeoutMs);
  assertRepeatedBy(repeatedBy);
  const registered = createRegistered();
  const { handlers, errorListeners, listeners } = registered;
  const guarded = store === false ? undefined : new GuardedStore(store, options);
  const once = guarded && new Once(guarded, errorListeners, repeatedBy);
  const timeLimit = new TimeLimit(handlerTimeoutMs);
  const nameOfBody =
    store instanceof MemoryStore && options.secret !== undefined ? signatureOf : fingerprintOf;

  const receiver: Receiver = {
    ...createEndpoint(options, errorListeners, listeners, accept),
    ...createRegistration(
      registered,
      guarded && new Newest(guarded, errorListeners),
      () => receiver,
    ),
  };
  return receiver;

  function accept(event: KolveraEvent, request: ReceiverRequest): Awaitable<Outcome> {
    const concerned = handlers.of(event);
    if (concerned.length === 0) return 'ignored';
    if (once === undefined) return limited(concerned, event, request).outcome;
    return onceOnly(once, concerned, event, request);
  }

  /** Of its own, so that an event that nobody handles costs no closure; so are the functions below. */
  function onceOnly(
    once: Once,
    concerned: readonly Handler[],
    event: KolveraEvent,
    request: ReceiverRequest,
  ): Awaitable<Outcome> {
    const identity = { eventId: event.id, bodyFingerprint: nameOfBody(request) };
    return once.handle(identity, () => limited(concerned, event, request));
  }

  function limited(
    concerned: readonly Handler[],
    event: KolveraEvent,
    request: ReceiverRequest,
  ): Work {
    const delivery = new HandledDelivery(request);
    const ended = run(concerned, event, delivery);
    if (typeof ended === 'string') return { outcome: ended, ended };
    return { outcome: endedInTime(ended, event.id, delivery), ended };
  }

  function endedInTime(
    ended: Promise<Outcome>,
    eventId: string,
    delivery: HandledDelivery,
  ): Promise<Outcome> {
    return new Promise((resolve) => {
      const timed = timeLimit.start(() => {
        delivery.abort(new Error(`The handlers took longer than ${handlerTimeoutMs} ms.`));
        errorListeners.tell('handler_timeout', { eventId });
        resolve('handler_timeout');
      });
      ended.then((end) => {
        timed.stop();
        resolve(end);
      });
    });
  }

  function run(
    concerned: readonly Handler[],
    event: KolveraEvent,
    delivery: HandledDelivery,
  ): Awaitable<Outcome> {
    try {
      const working = runHandlers(concerned, event, delivery);
      return working === undefined ? 'handled' : ended(working, event.id);
    } catch (cause) {
      return failed(cause, event.id);
    }
  }

  async function ended(working: PromiseLike<void>, eventId: string): Promise<Outcome> {
    try {
      await working;
      return 'handled';
    } catch (cause) {
      return failed(cause, eventId);
    }
  }

  function failed(cause: unknown, eventId: string): Outcome {
    const notRun = cause instanceof NotRun;
    const code = notRun ? cause.code : 'handler_failed';
    errorListeners.tell(code, { eventId, cause: notRun ? cause.cause : cause });
    return code;
  }
}

function fingerprintOf({ body }: ReceiverRequest): string {
  return fingerprint(body);
}

/**
 * A verified signature names the body as its fingerprint does, and is there already: hashing the body
 * once more costs as much as the memory store. Only as long as the one secret stays, hence with the
 * memory of a process. Its digits may come in either case.
 */
function signatureOf({ headers }: ReceiverRequest): string {
  return String(header(headers, SIGNATURE_HEADER)).toLowerCase();
}
