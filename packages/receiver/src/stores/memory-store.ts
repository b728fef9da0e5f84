/** @module The store for one process: bounded, with expiry, lost on a restart. */
import { assertPositive } from '../setup-error.ts';
import type { DeliveryStore } from './delivery-store.ts';

interface Entry {
  readonly value: string;
  expiresAt: number;
  /** Claimed and not completed yet. */
  readonly claimed: boolean;
}

/**
 * Keeps keys in this process's memory.
 *
 * @param options.maxKeys the most keys to keep, one for each delivery, about 300 bytes each.
 * Default: 10,000. When they are reached, the older half is forgotten, which may let an old repeat run
 * again and loses nothing. Live claims come on top: they are never forgotten, and there are only as
 * many as deliveries in progress.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createMemoryStore(options: { readonly maxKeys?: number } = {}): DeliveryStore {
  const { maxKeys = 10_000 } = options;
  assertPositive('maxKeys', maxKeys);
  return new MemoryStore(maxKeys);
}

/** A class so that the receiver can tell it from stores that several receivers share. */
export class MemoryStore implements DeliveryStore {
  readonly #half: number;
  #swapAt: number;
  // Two generations, because deleting the oldest key of a Map again and again becomes slow.
  #younger = new Map<string, Entry>();
  #older = new Map<string, Entry>();

  constructor(maxKeys: number) {
    this.#half = maxKeys / 2;
    this.#swapAt = this.#half;
  }

  claim(key: string, value: string, ttlMs: number): string {
    const now = Date.now();
    const entry = this.#find(key);
    if (entry !== undefined && entry.expiresAt > now) return entry.value;
    this.#set(key, { value, expiresAt: now + ttlMs, claimed: true });
    return value;
  }

  complete(key: string, value: string, ttlMs: number): void {
    this.#set(key, { value, expiresAt: Date.now() + ttlMs, claimed: false });
  }

  release(key: string, value: string): void {
    if (this.#find(key)?.value !== value) return;
    this.#younger.delete(key);
    this.#older.delete(key);
  }

  renew(key: string, value: string, ttlMs: number): void {
    const entry = this.#find(key);
    if (entry?.value === value) entry.expiresAt = Date.now() + ttlMs;
  }

  #find(key: string): Entry | undefined {
    return this.#younger.get(key) ?? this.#older.get(key);
  }

  #set(key: string, entry: Entry): void {
    this.#older.delete(key);
    this.#younger.set(key, entry);
    if (this.#younger.size >= this.#swapAt) this.#forgetOlder();
  }

  #forgetOlder(): void {
    const now = Date.now();
    const live = [...this.#older].filter(([, entry]) => entry.claimed && entry.expiresAt > now);
    this.#older = this.#younger;
    this.#younger = new Map(live);
    this.#swapAt = this.#half + live.length;
  }
}
