/** @module The store for one process: bounded, with time limits, gone on a restart. */
import { assertPositive } from '../setup-error.ts';
import type { DeliveryStore } from './delivery-store.ts';

interface Entry {
  value: string;
  expiresAt: number;
  /** Claimed and not completed yet. */
  claimed: boolean;
}

/**
 * Keeps keys in this process's memory.
 *
 * @param options.maxKeys the most keys that are kept, 10,000 unless set: one for each delivery, about
 * 300 bytes each. The older half is forgotten when they are reached, which may let an old repeat run
 * again and loses nothing. Live claims come on top: one is never forgotten, and there are no more of
 * them than deliveries in work.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 10_000 } = options;
  assertPositive('maxKeys', maxKeys);
  return new MemoryStore(maxKeys);
}

/** So many keys wait before they join the others, all at once. */
const RECENT = 200;

/** A class so that the receiver can tell it from stores that several receivers share. */
export class MemoryStore implements DeliveryStore {
  readonly #half: number;
  readonly #together: number;
  // Added to a Map of thousands one at a time, each key finds other memory that is no longer in the
  // processor's caches. A small Map stays there, and many keys at once go fast.
  readonly #recent = new Map<string, Entry>();
  // Two generations, because a Map from which the oldest is deleted again and again has to walk
  // over what was deleted each time: a receiver under load was slowed down to a half.
  #younger = new Map<string, Entry>();
  #older = new Map<string, Entry>();
  #turnAt: number;

  constructor(maxKeys: number) {
    this.#half = maxKeys / 2;
    this.#turnAt = this.#half;
    this.#together = Math.min(RECENT, this.#half);
  }

  claim(key: string, value: string, ttlMs: number): string {
    const now = Date.now();
    const entry = this.#find(key);
    if (entry !== undefined && entry.expiresAt > now) return entry.value;
    this.#add(key, { value, expiresAt: now + ttlMs, claimed: true });
    return value;
  }

  complete(key: string, value: string, ttlMs: number): void {
    const expiresAt = Date.now() + ttlMs;
    const entry = this.#recent.get(key) ?? this.#younger.get(key);
    if (entry === undefined) {
      this.#older.delete(key);
      this.#add(key, { value, expiresAt, claimed: false });
      return;
    }
    entry.value = value;
    entry.expiresAt = expiresAt;
    entry.claimed = false;
  }

  release(key: string, value: string): void {
    for (const entries of [this.#recent, this.#younger, this.#older]) {
      if (entries.get(key)?.value === value) entries.delete(key);
    }
  }

  renew(key: string, value: string, ttlMs: number): void {
    const entry = this.#find(key);
    if (entry?.value === value) entry.expiresAt = Date.now() + ttlMs;
  }

  #add(key: string, entry: Entry): void {
    this.#recent.set(key, entry);
    if (this.#recent.size >= this.#together) this.#join();
  }

  #find(key: string): Entry | undefined {
    return this.#recent.get(key) ?? this.#younger.get(key) ?? this.#older.get(key);
  }

  #join(): void {
    for (const [key, entry] of this.#recent) this.#younger.set(key, entry);
    this.#recent.clear();
    if (this.#younger.size + this.#together > this.#turnAt) this.#turn();
  }

  /** Forgets the older generation, but for its live claims. */
  #turn(): void {
    const now = Date.now();
    const forgotten = this.#older;
    this.#older = this.#younger;
    this.#younger = new Map();
    for (const [key, entry] of forgotten) {
      if (entry.claimed && entry.expiresAt > now) this.#younger.set(key, entry);
    }
    this.#turnAt = this.#half + this.#younger.size;
  }
}
