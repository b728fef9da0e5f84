/** @module The store for one process: bounded, with time limits, gone on a restart. */
import type { DeliveryStore } from './delivery-store.ts';
import { assertPositive } from './setup-error.ts';

interface Entry {
  readonly value: string;
  readonly expiresAt: number;
}

/**
 * Keeps keys in this process's memory.
 *
 * @param options.maxKeys how many keys are kept at most (two for each delivery, about 300 bytes
 * each). When they are reached, the half that was written longest ago is forgotten, which may let a
 * repeat run again and loses nothing.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 20_000 } = options;
  assertPositive('maxKeys', maxKeys);
  // Two generations rather than one Map whose first key is the oldest: a Map keeps the places of
  // deleted keys for a while, and walking over thousands of them to the first cost 25 µs a delivery.
  let recent = new Map<string, Entry>();
  let earlier = new Map<string, Entry>();

  function standing(key: string): string | undefined {
    const entry = recent.get(key) ?? earlier.get(key);
    return entry !== undefined && entry.expiresAt > Date.now() ? entry.value : undefined;
  }

  function put(key: string, value: string, ttlMs: number): void {
    recent.set(key, { value, expiresAt: Date.now() + ttlMs });
    if (recent.size < maxKeys / 2) return;
    earlier = recent;
    recent = new Map();
  }

  return {
    claim(key, value, ttlMs) {
      const there = standing(key);
      if (there !== undefined) return there;
      put(key, value, ttlMs);
      return value;
    },
    complete: put,
    release(key, value) {
      if (standing(key) !== value) return;
      recent.delete(key);
      earlier.delete(key);
    },
  };
}
