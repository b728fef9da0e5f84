/** @module Handling a delivery once, however often it arrives. */
import type { ErrorListeners } from './error-listeners.ts';
import type { GuardedStore } from './guarded-store.ts';
import { HandledIds } from './handled-ids.ts';
import { type Outcome, responseTo } from './response.ts';
import { ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

/**
 * How long a handled delivery is remembered: longer than the longest pause between two attempts in
 * the schedule that the sandbox assumes (Svix's: 10 h).
 */
const KEEP_MS = 24 * 60 * 60 * 1000;

const COMPLETED = 'completed';

/** What identifies a repeated delivery. */
export type RepeatedBy = 'body' | 'id';

/** @throws ReceiverSetupError `invalid_option`, for a caller without types. */
export function assertRepeatedBy(value: RepeatedBy): void {
  if (value === 'body' || value === 'id') return;
  throw new ReceiverSetupError('invalid_option', "repeatedBy must be 'body' or 'id'.");
}

export interface Identity {
  readonly eventId: string;
  /** Of the event and its delivery: see `deliveryKey`. */
  readonly key: string;
}

/** The run of a delivery's handlers; never rejects. */
export interface Run {
  /** The response: how the handlers end, or that their time is up. */
  readonly outcome: Awaitable<Outcome>;
  /** How the handlers end, even after their time. */
  readonly ended: Awaitable<Outcome>;
}

interface Claim extends Identity {
  readonly storeKey: string;
  readonly token: string;
}

export class Once {
  readonly #store: GuardedStore;
  readonly #errorListeners: ErrorListeners;
  /** Undefined where the id identifies repeats: then a known id with another body is one. */
  readonly #handledIds: HandledIds | undefined;

  constructor(store: GuardedStore, errorListeners: ErrorListeners, repeatedBy: RepeatedBy) {
    this.#store = store;
    this.#errorListeners = errorListeners;
    this.#handledIds = repeatedBy === 'id' ? undefined : new HandledIds();
  }

  /**
   * Runs the handlers unless the delivery has been handled or is being handled.
   *
   * The same id with another body is another delivery: it is handled, and the owner is notified.
   *
   * The claim is kept until the handlers have ended, even after their time limit: until then a repeat
   * gets 503.
   */
  async handle(identity: Identity, run: () => Run): Promise<Outcome> {
    const { eventId, key } = identity;
    const byId = this.#handledIds === undefined;
    const storeKey = byId ? this.#store.idKey(eventId) : this.#store.deliveryKey(key);
    const token = this.#store.token();
    let current: string;
    try {
      current = await this.#store.claim(storeKey, token);
    } catch (cause) {
      this.#errorListeners.tell('store_failed', { eventId, cause });
      return 'store_failed';
    }
    if (current === COMPLETED) return 'repeated';
    if (current !== token) {
      this.#errorListeners.tell('delivery_running', { eventId });
      return 'delivery_running';
    }
    const { outcome, ended } = run();
    const settled = this.#settle({ ...identity, storeKey, token }, ended);
    return (await outcome) === 'handler_timeout' ? 'handler_timeout' : settled;
  }

  async #settle(claim: Claim, ended: Awaitable<Outcome>): Promise<Outcome> {
    const { eventId, key, storeKey, token } = claim;
    let outcome = ended;
    if (typeof outcome !== 'string') {
      const stop = this.#store.keep(storeKey, token);
      outcome = await outcome;
      stop();
    }
    const handled = outcome === 'handled';
    if (handled && this.#handledIds?.note(eventId, key)) {
      this.#errorListeners.tell('same_id_other_body', { eventId });
    }
    try {
      if (handled) await this.#store.complete(storeKey, COMPLETED, KEEP_MS);
      else await this.#store.release(storeKey, token);
    } catch (cause) {
      // The handlers' outcome stands: a response that asks for a retry would run them twice.
      const { status } = responseTo(outcome);
      this.#errorListeners.tell('store_not_updated', { eventId, cause, status });
    }
    return outcome;
  }
}
