/** @module What deduplication needs of a store: three operations over strings, one command each. */

export type Awaitable<T> = T | Promise<T>;

/**
 * Remembers which deliveries are being handled and which have been. Keys are at most 210 characters
 * of printable ASCII without spaces, values at most 80. A receiver owns its keys: two receivers that
 * handle the same events need a store, or a key prefix, each.
 */
export interface DeliveryStore {
  /**
   * Puts `value` under `key` for `ttlMs` milliseconds unless a live value stands there, as one
   * atomic step.
   * @returns the value that stands under the key afterwards: the given one, or the one that was there.
   */
  claim(key: string, value: string, ttlMs: number): Awaitable<string>;
  /** Puts `value` under `key` for `ttlMs` milliseconds, whatever stands there. */
  complete(key: string, value: string, ttlMs: number): Awaitable<void>;
  /** Removes `key` if `value` stands there. */
  release(key: string, value: string): Awaitable<void>;
}
