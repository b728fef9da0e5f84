/** @module Handlers that skip events older than the last one handled for the same record. */
import { type KolveraEvent, knownEvent } from '@kolvera/event-schema';
import type { ErrorListeners } from './error-listeners.ts';
import type { GuardedStore } from './guarded-store.ts';
import type { Handler } from './handlers.ts';
import type { ReceiverErrorCode } from './refusal.ts';

/** Longer than the schedule of attempts that the sandbox assumes (Svix's: 27.6 h in all). */
const KEEP_MS = 2 * 24 * 60 * 60 * 1000;

/** Claimed where no event has been handled yet: looking without leaving anything takes no command. */
const NONE = 'none';

/** A handler that did not run, for a reason that is not its own. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
  readonly code: ReceiverErrorCode;

  constructor(code: 'record_busy' | 'store_failed', cause?: unknown) {
    super(`The handler did not run: ${code}.`, { cause });
    this.code = code;
  }
}

export class Newest {
  readonly #store: GuardedStore;
  readonly #errorListeners: ErrorListeners;

  constructor(store: GuardedStore, errorListeners: ErrorListeners) {
    this.#store = store;
    this.#errorListeners = errorListeners;
  }

  /**
   * Two events of one record are never handled side by side: the older might finish last, and have
   * the last word. The second is told to try again.
   *
   * @param group names the handler in the store, the same in every process.
   */
  only(group: string, handler: Handler): Handler {
    return (event, delivery) => {
      const created = Date.parse(event.created_at ?? '');
      const record = recordOf(event);
      if (Number.isNaN(created) || record === undefined) return handler(event, delivery);
      const key = this.#store.key('newest', `${group}:${record}`);
      const turn = this.#store.key('turn', `${group}:${record}`);
      return this.#inTurn(key, turn, created, event.id, () => handler(event, delivery));
    };
  }

  async #inTurn(
    key: string,
    turn: string,
    created: number,
    eventId: string,
    work: () => unknown,
  ): Promise<void> {
    const token = this.#store.token();
    const [holder, newest] = await this.#look(turn, token, key);
    if (holder !== token) throw new NotRun('record_busy');
    const stop = this.#store.keep(turn, token);
    try {
      if (newest !== NONE && Number(newest) > created) return;
      await work();
      await this.#note(eventId, () => this.#store.complete(key, String(created), KEEP_MS));
    } finally {
      stop();
      await this.#note(eventId, () => this.#store.release(turn, token));
    }
  }

  async #look(turn: string, token: string, key: string): Promise<readonly [string, string]> {
    try {
      return await Promise.all([this.#store.claim(turn, token), this.#store.claim(key, NONE)]);
    } catch (cause) {
      throw new NotRun('store_failed', cause);
    }
  }

  /** The work is done and keeps its outcome, also when the store fails afterwards. */
  async #note(eventId: string, update: () => unknown): Promise<void> {
    try {
      await update();
    } catch (cause) {
      this.#errorListeners.tell('store_not_updated', { eventId, cause });
    }
  }
}

/** The record that an event is about, by its kind and its id: `contact:con_1`. */
function recordOf({ event, data }: KolveraEvent): string | undefined {
  const key = knownEvent(event)?.record?.key;
  if (key === undefined) return undefined;
  const record: unknown = Reflect.get(data, key);
  if (typeof record !== 'object' || record === null) return undefined;
  const id: unknown = Reflect.get(record, key === 'job' ? 'job_key' : 'id');
  return typeof id === 'string' || typeof id === 'number' ? `${key}:${id}` : undefined;
}
