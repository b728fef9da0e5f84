/** @module Which handlers an event has, looked up by its name. */
import { type Catalogue, events, type KolveraEvent } from '@kolvera/event-schema';
import type { ReceiverRequest } from './request.ts';
import { ReceiverSetupError } from './setup-error.ts';

/**
 * Does the work for one event. The delivery counts as handled when the handler has returned, or
 * when the promise that it returned is fulfilled; when it throws, Kolvera is asked to send again.
 *
 * @param request the delivery as it came: verified, with its raw body.
 */
export type Handler<Event = KolveraEvent> = (event: Event, request: ReceiverRequest) => unknown;

/** Lists made ready at registration, so that a delivery costs one look-up. */
export class Handlers {
  readonly #known: ReadonlyMap<string, Handler[]>;
  readonly #unknown: Handler[] = [];

  constructor(catalogue: Catalogue = events) {
    this.#known = new Map(catalogue.map(({ name }) => [name, []]));
  }

  /** In order of registration. @param name any event's, known or not. */
  of(name: string): readonly Handler[] {
    return this.#known.get(name) ?? this.#unknown;
  }

  /** @throws ReceiverSetupError `unknown_event` for a name that the catalogue does not have. */
  add(names: readonly string[], handler: Handler): void {
    const lists = names.map((name) => this.#known.get(name) ?? refuseName(name, this.#known));
    for (const list of new Set(lists)) list.push(handler);
  }

  addUnknown(handler: Handler): void {
    this.#unknown.push(handler);
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
