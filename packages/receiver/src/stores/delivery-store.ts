/** @module What deduplication needs of a store: a few operations over strings, one command each. */

export type Awaitable<T> = T | Promise<T>;

/**
 * Remembers which deliveries are being handled and which have been. Keys are at most 280 characters
 * of printable ASCII without spaces, values at most 80. Receivers that share a store keep apart by
 * the `name` that begins their keys.
 */
export interface DeliveryStore {
  /**
   * Puts `value` under `key` for `ttlMs` milliseconds unless a live value is there, as one atomic
   * step.
   * @returns the value under the key afterwards: the given one, or the one that was there.
   */
  claim(key: string, value: string, ttlMs: number): Awaitable<string>;
  /** Puts `value` under `key` for `ttlMs` milliseconds, whatever is there. */
  complete(key: string, value: string, ttlMs: number): Awaitable<void>;
  /** Removes `key` if `value` is there. */
  release(key: string, value: string): Awaitable<void>;
  /**
   * Gives `key` another `ttlMs` milliseconds from now if `value` is there. Without it a claim
   * cannot be renewed while a handler runs, and the lease has to outlast the longest handler.
   */
  renew?(key: string, value: string, ttlMs: number): Awaitable<void>;
}
