/** @module Handling a delivery once, however often it arrives. */

import type { ErrorListeners } from './error-listeners.ts';
import type { GuardedStore } from './guarded-store.ts';
import { answerTo, type Outcome } from './outcome.ts';
import { ReceiverSetupError } from './setup-error.ts';
import type { Awaitable } from './stores/delivery-store.ts';

/**
 * How long a handled delivery is remembered: longer than the longest pause between two attempts in
 * the schedule that the sandbox assumes (Svix's: 10 h).
 */
const KEEP_MS = 24 * 60 * 60 * 1000;

const COMPLETED = 'completed';

/** By what a delivery is known again. */
export type RepeatedBy = 'body' | 'id';

/** @throws ReceiverSetupError `invalid_option`, for a caller without types. */
export function assertRepeatedBy(value: RepeatedBy): void {
  if (value === 'body' || value === 'id') return;
  throw new ReceiverSetupError('invalid_option', "repeatedBy must be 'body' or 'id'.");
}

export interface Identity {
  readonly eventId: string;
  readonly bodyFingerprint: string;
}

/** Runs the handlers and tells how they ended; never rejects. */
export interface Work {
  /** What is answered: the end of the handlers, or that their time is over. */
  readonly outcome: Awaitable<Outcome>;
  /** How the handlers end, be it after their time. */
  readonly ended: Awaitable<Outcome>;
}

export class Once {
  readonly #store: GuardedStore;
  readonly #errorListeners: ErrorListeners;
  readonly #repeatedBy: RepeatedBy;

  constructor(store: GuardedStore, errorListeners: ErrorListeners, repeatedBy: RepeatedBy) {
    this.#store = store;
    this.#errorListeners = errorListeners;
    this.#repeatedBy = repeatedBy;
  }

  /**
   * Runs the handlers unless the delivery has been handled already or is being handled.
   *
   * A repeated delivery has the same id and the same body. The id is read from the body, so the
   * same body is enough, and the body's fingerprint is the key. The same id with another body is
   * another delivery: it is handled, and the owner is told. Repeats told by `id` need no more than
   * the id.
   *
   * The claim is kept until the handlers have ended, also when their time is over before that: until
   * then a repeat is told to try again.
   */
  async handle(identity: Identity, work: () => Work): Promise<Outcome> {
    const { eventId, bodyFingerprint } = identity;
    const byId = this.#store.key(`id:${eventId}`);
    const key = this.#repeatedBy === 'id' ? byId : this.#store.key(bodyFingerprint);
    const token = this.#store.token();
    let first = true;
    try {
      const claimed = this.#store.claim(key, token);
      const known = key === byId ? bodyFingerprint : this.#store.claim(byId, bodyFingerprint);
      const both = typeof claimed === 'string' && typeof known === 'string';
      const [current, body] = both ? [claimed, known] : await Promise.all([claimed, known]);
      if (current === COMPLETED) return 'repeated';
      if (current !== token) return this.#refuse('delivery_running', eventId);
      first = body === bodyFingerprint;
      if (!first) this.#errorListeners.tell('same_id_other_body', { eventId });
    } catch (cause) {
      this.#abandon(key, token);
      return this.#refuse('store_failed', eventId, cause);
    }

    const { outcome, ended } = work();
    const settle = (end: Outcome) => {
      const keys: [string, string, string][] = [[key, token, COMPLETED]];
      if (key !== byId && first) keys.push([byId, bodyFingerprint, bodyFingerprint]);
      return this.#settle(keys, end, eventId);
    };
    if (typeof ended === 'string') {
      const settling = settle(ended);
      if (settling !== undefined) await settling;
      return ended;
    }
    const stop = this.#store.keep(key, token);
    const settled = ended.then(async (end) => {
      stop();
      await settle(end);
      return end;
    });
    return (await outcome) === 'handler_timeout' ? 'handler_timeout' : settled;
  }

  /** @param keys each with the value that claimed it and the one that completes it. */
  #settle(
    keys: readonly (readonly [key: string, claimed: string, completed: string])[],
    end: Outcome,
    eventId: string,
  ): Promise<unknown> | undefined {
    const failed = (cause: unknown) =>
      // The handlers' outcome holds: an answer that asks for the event again would run them twice.
      this.#errorListeners.tell('store_not_updated', {
        eventId,
        cause,
        status: answerTo(end).status,
      });
    try {
      const pending = keys.map(([key, claimed, completed]) =>
        end === 'handled'
          ? this.#store.complete(key, completed, KEEP_MS)
          : this.#store.release(key, claimed),
      );
      if (pending.every((each) => each === undefined)) return undefined;
      return Promise.all(pending).catch(failed);
    } catch (cause) {
      failed(cause);
      return undefined;
    }
  }

  /** Gives back what may have been claimed before the store failed, so that the next attempt runs. */
  async #abandon(key: string, token: string): Promise<void> {
    try {
      await this.#store.release(key, token);
    } catch {
      // It failed once more; the lease ends the claim.
    }
  }

  #refuse(code: 'delivery_running' | 'store_failed', eventId: string, cause?: unknown): Outcome {
    this.#errorListeners.tell(code, cause === undefined ? { eventId } : { eventId, cause });
    return code;
  }
}
