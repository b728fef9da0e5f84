/** @module How handlers and listeners are added, the same for a receiver and an inbox. */
import type { EventName, EventOf, UnknownEvent } from '@kolvera/event-schema';
import type { DeliveryListener } from './endpoint.ts';
import { type ErrorListener, ErrorListeners } from './error-listeners.ts';
import { type Handler, Handlers, type NarrowedTo } from './handlers.ts';
import type { Newest } from './newest.ts';
import { assertFunction, ReceiverSetupError } from './setup-error.ts';

/**
 * `campaigns` and `changedFields` narrow the events to those of some campaigns, or to changes of some
 * fields: see `isWanted` of `@kolvera/delivery`.
 */
export interface HandlerOptions extends NarrowedTo {
  /**
   * Skips an event that is older than the last one that this handler has handled for the same
   * record, by `created_at`; deliveries may arrive out of order. An event without a readable
   * `created_at`, or without a record that has an id, is handled. Needs a store.
   */
  readonly newest?: boolean;
}

/** `Self` is what a call gives back, for the next call. */
export interface Registration<Self> {
  /**
   * Adds a handler for one event, or for each of several.
   *
   * The handlers of a delivery run one after the other in the order in which they were added
   * (`on`, `onAny` and `onUnknown` alike) and share the event object. The first that fails ends
   * the run; Kolvera sends the event again and all of them run again. Deliveries run side by side.
   *
   * @throws ReceiverSetupError `unknown_event`, `invalid_handler`, `invalid_option`.
   */
  on<Name extends EventName>(event: Name | readonly Name[], handler: Handler<EventOf<Name>>): Self;
  on<Name extends EventName>(
    event: Name | readonly Name[],
    options: HandlerOptions,
    handler: Handler<EventOf<Name>>,
  ): Self;
  /** Adds a handler for every event, those of `onUnknown` included. */
  onAny(handler: Handler): Self;
  /** Adds a handler for events that Kolvera added after this release. */
  onUnknown(handler: Handler<UnknownEvent>): Self;
  /**
   * Adds a listener for everything that went wrong, with the exact code. It is not waited for.
   * Without any, what the owner has to mend goes to console.error.
   */
  onError(listener: ErrorListener): Self;
  /** Adds a listener that is told of every request: for metrics and traces. It is not waited for. */
  onDelivery(listener: DeliveryListener): Self;
}

export interface Registered {
  readonly handlers: Handlers;
  readonly errorListeners: ErrorListeners;
  readonly listeners: DeliveryListener[];
}

export function createRegistered(): Registered {
  return { handlers: new Handlers(), errorListeners: new ErrorListeners(), listeners: [] };
}

/**
 * @param newest keeps what is remembered for handlers that ask for the newest event; undefined
 * where there is no store for it.
 * @param self gives what the calls give back.
 */
export function createRegistration<Self>(
  { handlers, errorListeners, listeners }: Registered,
  newest: Newest | undefined,
  self: () => Self,
): Registration<Self> {
  return {
    on(
      event: string | readonly string[],
      optionsOrHandler: HandlerOptions | Handler<never>,
      handlerAfterOptions?: Handler<never>,
    ) {
      const names = typeof event === 'string' ? [event] : event;
      const plain = typeof optionsOrHandler === 'function' || handlerAfterOptions === undefined;
      const { newest: newestWins = false, ...narrowedTo } = plain ? {} : optionsOrHandler;
      // The list that a handler is put on is looked up by event name, which is what its type asks.
      const handler = (plain ? optionsOrHandler : handlerAfterOptions) as Handler;
      handlers.add(names, newestWins ? newestOnly(names, handler) : handler, narrowedTo);
      return self();
    },
    onAny(handler) {
      handlers.addAny(handler);
      return self();
    },
    onUnknown(handler) {
      handlers.addUnknown(handler as Handler);
      return self();
    },
    onError(listener) {
      assertFunction('A listener', listener);
      errorListeners.listen(listener);
      return self();
    },
    onDelivery(listener) {
      assertFunction('A listener', listener);
      listeners.push(listener);
      return self();
    },
  };

  function newestOnly(names: readonly string[], handler: Handler): Handler {
    assertFunction('A handler', handler);
    if (newest === undefined) {
      throw new ReceiverSetupError(
        'invalid_option',
        'A handler with newest: true needs a store, which remembers what was handled last.',
      );
    }
    return newest.only([...new Set(names)].sort().join('+'), handler);
  }
}
