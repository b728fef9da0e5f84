/** @module Which handlers an event has, looked up by its name, and how they run. */
import { isWanted, type Wanted } from '@kolvera/delivery';
import { type Catalogue, events, type KolveraEvent } from '@kolvera/event-schema';
import type { Delivery } from './delivery.ts';
import { assertFunction, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

/**
 * Does the work for one event. The delivery counts as handled when the handler has returned, or
 * when the promise that it returned is fulfilled; when it throws, Kolvera is asked to send again.
 *
 * @param delivery the delivery as it came, with a signal that is aborted when the time is over.
 */
export type Handler<Event = KolveraEvent> = (event: Event, delivery: Delivery) => unknown;

/** Which of its events a handler wants, beyond their types. */
export type NarrowedTo = Omit<Wanted, 'events'>;

/** The handlers of one event type, in order of registration. */
class HandlerList {
  readonly #all: Handler[] = [];
  /** Filled for a handler that wants only some of the events. */
  readonly #wanted = new Map<Handler, Wanted>();

  add(handler: Handler, wanted: Wanted | undefined): void {
    // A handler that is added twice runs twice, and may want something else each time.
    const own: Handler = wanted === undefined ? handler : (...delivered) => handler(...delivered);
    this.#all.push(own);
    if (wanted !== undefined) this.#wanted.set(own, wanted);
  }

  of(event: KolveraEvent): readonly Handler[] {
    return this.#wanted.size === 0 ? this.#all : this.#wanting(event);
  }

  #wanting(event: KolveraEvent): readonly Handler[] {
    return this.#all.filter((handler) => {
      const wanted = this.#wanted.get(handler);
      return wanted === undefined || isWanted(event, wanted);
    });
  }
}

/** Lists made ready at registration, so that a delivery costs one look-up. */
export class Handlers {
  readonly #known: ReadonlyMap<string, HandlerList>;
  readonly #unknown = new HandlerList();

  constructor(catalogue: Catalogue = events) {
    this.#known = new Map(catalogue.map(({ name }) => [name, new HandlerList()]));
  }

  /** In order of registration. @param event known or not. */
  of(event: KolveraEvent): readonly Handler[] {
    return (this.#known.get(event.event) ?? this.#unknown).of(event);
  }

  /** @throws ReceiverSetupError `invalid_handler`; `unknown_event` for a name that the catalogue does not have. */
  add(names: readonly string[], handler: Handler, narrowedTo: NarrowedTo = {}): void {
    assertFunction('A handler', handler);
    const lists = names.map((name) => this.#known.get(name) ?? refuseName(name, this.#known));
    const narrowed = Object.values(narrowedTo).some((values) => values !== undefined);
    const wanted = narrowed ? { ...narrowedTo, events: names } : undefined;
    for (const list of new Set(lists)) list.add(handler, wanted);
  }

  addUnknown(handler: Handler): void {
    assertFunction('A handler', handler);
    this.#unknown.add(handler, undefined);
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
 * Runs handlers one after the other; the first that fails ends the run.
 *
 * @returns a promise only where a handler did: a delivery that was handled at once waits for nothing.
 * @throws or rejects with what the handler threw.
 */
export function runHandlers(
  handlers: readonly Handler[],
  event: KolveraEvent,
  delivery: Delivery,
): Awaitable<void> {
  let run = 0;
  for (const handler of handlers) {
    run += 1;
    const working = handler(event, delivery);
    if (isThenable(working)) return runAfter(working, handlers.slice(run), event, delivery);
  }
}

async function runAfter(
  working: PromiseLike<unknown>,
  rest: readonly Handler[],
  event: KolveraEvent,
  delivery: Delivery,
): Promise<void> {
  await working;
  for (const handler of rest) await handler(event, delivery);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  );
}
