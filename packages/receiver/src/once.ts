/** @module Handling a delivery once, however often it arrives. */

import type { ErrorListeners } from './error-listeners.ts';
import type { GuardedStore } from './guarded-store.ts';
import { HandledIds } from './handled-ids.ts';
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

/** What one delivery has in the store while it is handled. */
interface Claim extends Identity {
  /** Under it the token, and later that the delivery is completed. */
  readonly key: string;
  readonly token: string;
}

export class Once {
  readonly #store: GuardedStore;
  readonly #errorListeners: ErrorListeners;
  /** Undefined where repeats are told by the id: another body with a known id is one. */
  readonly #handledIds: HandledIds | undefined;

  constructor(store: GuardedStore, errorListeners: ErrorListeners, repeatedBy: RepeatedBy) {
    this.#store = store;
    this.#errorListeners = errorListeners;
    this.#handledIds = repeatedBy === 'id' ? undefined : new HandledIds();
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
   *
   * @returns a promise only where the store or a handler gave one: the memory store waits for nothing.
   */
  handle(identity: Identity, work: () => Work): Awaitable<Outcome> {
    const claim = this.#claim(identity);
    let current: Awaitable<string>;
    try {
      current = this.#store.claim(claim.key, claim.token);
    } catch (cause) {
      return this.#storeFailed(claim, cause);
    }
    return typeof current === 'string'
      ? this.#decide(claim, current, work)
      : this.#decideLater(claim, current, work);
  }

  #claim({ eventId, bodyFingerprint }: Identity): Claim {
    const key =
      this.#handledIds === undefined
        ? this.#store.key('id', eventId)
        : this.#store.bodyKey(bodyFingerprint);
    return { eventId, bodyFingerprint, key, token: this.#store.token() };
  }

  async #decideLater(claim: Claim, claiming: Promise<string>, work: () => Work): Promise<Outcome> {
    let current: string;
    try {
      current = await claiming;
    } catch (cause) {
      return this.#storeFailed(claim, cause);
    }
    return this.#decide(claim, current, work);
  }

  /** @param current what is under the claim's key afterwards. */
  #decide(claim: Claim, current: string, work: () => Work): Awaitable<Outcome> {
    if (current === COMPLETED) return 'repeated';
    if (current !== claim.token) return this.#refuse('delivery_running', claim.eventId);
    return this.#run(claim, work());
  }

  #run(claim: Claim, { outcome, ended }: Work): Awaitable<Outcome> {
    if (typeof ended !== 'string') return this.#settleLater(claim, outcome, ended);
    const settling = this.#settle(claim, ended);
    return settling === undefined ? ended : settling.then(() => ended);
  }

  async #settleLater(
    claim: Claim,
    outcome: Work['outcome'],
    ended: Promise<Outcome>,
  ): Promise<Outcome> {
    const stop = this.#store.keep(claim.key, claim.token);
    const settled = ended.then(async (end) => {
      stop();
      await this.#settle(claim, end);
      return end;
    });
    return (await outcome) === 'handler_timeout' ? 'handler_timeout' : settled;
  }

  #settle(claim: Claim, end: Outcome): Promise<unknown> | undefined {
    const { eventId, bodyFingerprint } = claim;
    if (end === 'handled' && this.#handledIds?.note(eventId, bodyFingerprint)) {
      this.#errorListeners.tell('same_id_other_body', { eventId });
    }
    try {
      return this.#update(claim, end)?.catch((cause: unknown) =>
        this.#notUpdated(claim, end, cause),
      );
    } catch (cause) {
      this.#notUpdated(claim, end, cause);
      return undefined;
    }
  }

  #update({ key, token }: Claim, end: Outcome): Awaitable<void> {
    return end === 'handled'
      ? this.#store.complete(key, COMPLETED, KEEP_MS)
      : this.#store.release(key, token);
  }

  /** The handlers' outcome holds: an answer that asks for the event again would run them twice. */
  #notUpdated({ eventId }: Claim, end: Outcome, cause: unknown): void {
    const { status } = answerTo(end);
    this.#errorListeners.tell('store_not_updated', { eventId, cause, status });
  }

  /** Gives back what may have been claimed before the store failed, so that the next attempt runs. */
  #storeFailed({ eventId, key, token }: Claim, cause: unknown): Outcome {
    this.#abandon(key, token);
    return this.#refuse('store_failed', eventId, cause);
  }

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
