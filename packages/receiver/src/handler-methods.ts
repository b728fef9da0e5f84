/** @module How handlers and listeners are added, the same for a receiver and an inbox. */
import type { NarrowedTo } from '@kolvera/delivery';
import type { EventName, EventOf, UnknownEvent } from '@kolvera/event-schema';
import { type ErrorListener, ErrorListeners } from './error-listeners.ts';
import { type Handler, Handlers } from './handlers.ts';
import type { DeliveryListener } from './request-receiver.ts';
import { assertFunction } from './setup-error.ts';

/**
 * `campaigns` and `changedFields` narrow the events to some campaigns, or to changes of some fields:
 * see `isWanted` of `@kolvera/delivery`.
 */
export type HandlerOptions = NarrowedTo;

/** `Self` is what a call returns, for the next call. */
export interface HandlerMethods<Self> {
  /**
   * Adds a handler for one event, or for each of several.
   *
   * The handlers of a delivery run one after the other in the order in which they were added
   * (`on`, `onAny` and `onUnknown` alike) and share the event object. The first failure ends the
   * run; Kolvera retries, and all of them run again. Deliveries run concurrently.
   *
   * @throws ReceiverSetupError `unknown_event`, `invalid_handler`.
   */
  on<Name extends EventName>(event: Name | readonly Name[], handler: Handler<EventOf<Name>>): Self;
  on<Name extends EventName>(
    event: Name | readonly Name[],
    options: HandlerOptions,
    handler: Handler<EventOf<Name>>,
  ): Self;
  /** Adds a handler for every event, including those of `onUnknown`. */
  onAny(handler: Handler): Self;
  /** Adds a handler for events that Kolvera added after this release. */
  onUnknown(handler: Handler<UnknownEvent>): Self;
  /**
   * Adds a listener for everything that went wrong, with the exact code. It is not awaited. Without
   * any, what the owner has to fix goes to console.error.
   */
  onError(listener: ErrorListener): Self;
  /** Adds a listener for every request: for metrics and traces. It is not awaited. */
  onDelivery(listener: DeliveryListener): Self;
}

export class Registry {
  readonly handlers = new Handlers();
  readonly errorListeners = new ErrorListeners();
  readonly deliveryListeners: DeliveryListener[] = [];

  /** @param self returns what the methods return. */
  methods<Self>(self: () => Self): HandlerMethods<Self> {
    const { handlers, errorListeners, deliveryListeners } = this;
    return {
      on(
        event: string | readonly string[],
        optionsOrHandler: HandlerOptions | Handler<never>,
        handlerAfterOptions?: Handler<never>,
      ) {
        const names = typeof event === 'string' ? [event] : event;
        const plain = typeof optionsOrHandler === 'function' || handlerAfterOptions === undefined;
        // Handlers are looked up by event name, which is what their type requires.
        const handler = (plain ? optionsOrHandler : handlerAfterOptions) as Handler;
        handlers.add(names, handler, plain ? {} : optionsOrHandler);
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
        deliveryListeners.push(listener);
        return self();
      },
    };
  }
}
