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
 * @param options.maxKeys the most keys that are kept, 20,000 unless set: two for each delivery,
 * about 300 bytes each. The older half is forgotten when they are reached, which may let an old
 * repeat run again and loses nothing.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 20_000 } = options;
  assertPositive('maxKeys', maxKeys);
  // Two generations, because a Map from which the oldest is deleted again and again has to walk
  // over what was deleted each time: a receiver under load was slowed down to a half.
  let younger = new Map<string, Entry>();
  let older = new Map<string, Entry>();

  function put(key: string, value: string, ttlMs: number): void {
    younger.set(key, { value, expiresAt: Date.now() + ttlMs });
    if (younger.size < maxKeys / 2) return;
    older = younger;
    younger = new Map();
  }

  function standing(key: string): string | undefined {
    const entry = younger.get(key) ?? older.get(key);
    return entry !== undefined && entry.expiresAt > Date.now() ? entry.value : undefined;
  }

  return {
    claim(key, value, ttlMs) {
      const current = standing(key);
      if (current !== undefined) return current;
      put(key, value, ttlMs);
      return value;
    },
    complete: put,
    release(key, value) {
      if (standing(key) !== value) return;
      younger.delete(key);
      older.delete(key);
    },
  };
}
