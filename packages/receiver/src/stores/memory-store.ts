/** @module The store for one process: bounded, with time limits, gone on a restart. */
import { assertPositive } from '../setup-error.ts';
import type { DeliveryStore } from './delivery-store.ts';

interface Entry {
  readonly value: string;
  readonly expiresAt: number;
}

/** So many claims may lie about before the first look for those that have expired. */
const SWEEP_AT = 1_000;

/**
 * Keeps keys in this process's memory.
 *
 * @param options.maxKeys the most completed keys that are kept, 20,000 unless set: two for each
 * delivery, about 300 bytes each. The older half is forgotten when they are reached, which may let
 * an old repeat run again and loses nothing. Claims count for nothing here: a live one is never
 * forgotten, and there are no more of them than deliveries in work.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 20_000 } = options;
  assertPositive('maxKeys', maxKeys);
  return new MemoryStore(maxKeys);
}

/** A class so that the receiver can tell it from stores that several receivers share. */
export class MemoryStore implements DeliveryStore {
  readonly #maxKeys: number;
  readonly #claims = new Map<string, Entry>();
  #sweepAt = SWEEP_AT;
  // Two generations, because a Map from which the oldest is deleted again and again has to walk
  // over what was deleted each time: a receiver under load was slowed down to a half.
  #younger = new Map<string, Entry>();
  #older = new Map<string, Entry>();

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  claim(key: string, value: string, ttlMs: number): string {
    const now = Date.now();
    const entry = this.#claims.get(key) ?? this.#younger.get(key) ?? this.#older.get(key);
    if (entry !== undefined && entry.expiresAt > now) return entry.value;
    if (this.#claims.size >= this.#sweepAt) this.#sweep(now);
    this.#claims.set(key, { value, expiresAt: now + ttlMs });
    return value;
  }

  complete(key: string, value: string, ttlMs: number): void {
    this.#claims.delete(key);
    this.#younger.set(key, { value, expiresAt: Date.now() + ttlMs });
    if (this.#younger.size < this.#maxKeys / 2) return;
    this.#older = this.#younger;
    this.#younger = new Map();
  }

  release(key: string, value: string): void {
    for (const entries of [this.#claims, this.#younger, this.#older]) {
      if (entries.get(key)?.value === value) entries.delete(key);
    }
  }

  renew(key: string, value: string, ttlMs: number): void {
    const entry = this.#claims.get(key);
    if (entry?.value === value) this.#claims.set(key, { value, expiresAt: Date.now() + ttlMs });
  }

  #sweep(now: number): void {
    for (const [key, { expiresAt }] of this.#claims) if (expiresAt <= now) this.#claims.delete(key);
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#claims.size);
  }
}
