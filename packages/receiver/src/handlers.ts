/** @module The handlers of each event, and how they run. */
import { isWanted, type NarrowedTo, type Wanted } from '@kolvera/delivery';
import { type Catalogue, events, type KolveraEvent } from '@kolvera/event-schema';
import type { ReceivedDelivery } from './received-delivery.ts';
import { assertFunction, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

/**
 * Does the work for one event. The delivery counts as handled when the handler has returned, or
 * when the promise that it returned is fulfilled; when it throws, Kolvera is asked to retry.
 *
 * @param delivery the delivery as it arrived, with a signal that is aborted when the time is up.
 */
export type Handler<Event = KolveraEvent> = (event: Event, delivery: ReceivedDelivery) => unknown;

/** A handler, and which of its events it wants. Default: all. */
export interface Registered {
  readonly handler: Handler;
  readonly wanted?: Wanted;
}

export class Handlers {
  /** By event name, in order of registration. Lists are replaced, because a running delivery keeps its own. */
  readonly #known: Map<string, readonly Registered[]>;
  #unknown: readonly Registered[] = [];

  constructor(catalogue: Catalogue = events) {
    this.#known = new Map(catalogue.map(({ name }) => [name, []]));
  }

  /** In order of registration. @param event known or not. */
  of(event: KolveraEvent): readonly Registered[] {
    const registered = this.#known.get(event.event) ?? this.#unknown;
    // Most handlers take every event, and then the list needs no copy.
    if (registered.every(({ wanted }) => wanted === undefined)) return registered;
    return registered.filter(({ wanted }) => wanted === undefined || isWanted(event, wanted));
  }

  /** @throws ReceiverSetupError `invalid_handler`; `unknown_event` for a name that is not in the catalogue. */
  add(names: readonly string[], handler: Handler, narrowedTo: NarrowedTo = {}): void {
    assertFunction('A handler', handler);
    const unknown = names.find((name) => !this.#known.has(name));
    if (unknown !== undefined) refuseName(unknown, this.#known);
    const narrowed = Object.values(narrowedTo).some((values) => values !== undefined);
    const added = narrowed ? { handler, wanted: { ...narrowedTo, events: names } } : { handler };
    for (const name of new Set(names)) {
      this.#known.set(name, [...(this.#known.get(name) ?? []), added]);
    }
  }

  addUnknown(handler: Handler): void {
    assertFunction('A handler', handler);
    this.#unknown = [...this.#unknown, { handler }];
  }

  addAny(handler: Handler): void {
    this.add([...this.#known.keys()], handler);
    this.addUnknown(handler);
  }
}

function refuseName(name: string, known: ReadonlyMap<string, unknown>): never {
  throw new ReceiverSetupError(
    'unknown_event',
    `There is no event "${name}". The events are ${[...known.keys()].join(', ')}. ` +
      'Use onUnknown for events that were added after this release.',
  );
}

/**
 * Runs handlers one after the other; the first failure ends the run.
 *
 * @returns a promise only if a handler did, so that a delivery that needs no waiting needs no timer.
 * @throws or rejects with what the handler threw.
 */
export function runHandlers(
  handlers: readonly Registered[],
  event: KolveraEvent,
  delivery: ReceivedDelivery,
  from = 0,
): Awaitable<void> {
  const next = handlers[from];
  if (next === undefined) return;
  const result = next.handler(event, delivery);
  const goOn = () => runHandlers(handlers, event, delivery, from + 1);
  return isThenable(result) ? Promise.resolve(result).then(goOn) : goOn();
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
