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
 * @param options.maxKeys how many keys are kept (two for each delivery, about 300 bytes each); the
 * one written longest ago is forgotten first, which may let a repeat run again and loses nothing.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 20_000 } = options;
  assertPositive('maxKeys', maxKeys);
  // A Map keeps the order of insertion, and every write inserts anew: the first is the oldest.
  const entries = new Map<string, Entry>();

  function put(key: string, value: string, ttlMs: number): void {
    entries.delete(key);
    entries.set(key, { value, expiresAt: Date.now() + ttlMs });
    for (const [oldest, entry] of entries) {
      if (entries.size <= maxKeys && entry.expiresAt > Date.now()) break;
      entries.delete(oldest);
    }
  }

  return {
    claim(key, value, ttlMs) {
      const entry = entries.get(key);
      if (entry !== undefined && entry.expiresAt > Date.now()) return entry.value;
      put(key, value, ttlMs);
      return value;
    },
    complete: put,
    release(key, value) {
      if (entries.get(key)?.value === value) entries.delete(key);
    },
  };
}
