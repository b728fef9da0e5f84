/** @module A store as the receiver calls it: keys under its name, calls within a time limit. */
import { randomUUID } from 'node:crypto';
import { fingerprint } from '@kolvera/signature';
import { assertPositive, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
import { MemoryStore } from './stores/memory-store.ts';
import { within } from './time-limit.ts';

export interface StoreOptions {
  /**
   * Prefix of every key in the store: letters, digits, dots, dashes and underscores, at most 64.
   * Required with every store but memory, because two receivers that share a store and a name
   * would treat each other's deliveries as repeats. Use the same in all processes of one receiver.
   */
  readonly name?: string;
  /** How long a call of the store may take, in milliseconds. Default: 2,000. */
  readonly storeTimeoutMs?: number;
  /**
   * How long a claim lasts when its process dies, in milliseconds: until then the delivery is
   * answered 503. It is renewed while a handler runs. Default: 15,000; 60,000 with a store that
   * cannot renew.
   */
  readonly leaseMs?: number;
}

const NAME = /^[\w.-]{1,64}$/;

/** What can be part of a key unchanged: see `DeliveryStore`. */
const FITS = /^[\w.:-]{1,200}$/;

export class GuardedStore {
  readonly #store: DeliveryStore;
  readonly #prefix: string;
  readonly #timeoutMs: number;
  readonly #leaseMs: number;
  // Makes this process's claims unique. Created on first use: Workers reject randomness while a
  // module loads.
  #process: string | undefined;
  #claims = 0;

  /** @throws ReceiverSetupError `invalid_option`, `missing_name`. */
  constructor(store: DeliveryStore, options: StoreOptions) {
    assertStore(store);
    const defaultLeaseMs = store.renew === undefined ? 60_000 : 15_000;
    const { name, storeTimeoutMs = 2_000, leaseMs = defaultLeaseMs } = options;
    assertPositive('storeTimeoutMs', storeTimeoutMs);
    assertPositive('leaseMs', leaseMs);
    this.#store = store;
    this.#prefix = prefixOf(name, store);
    this.#timeoutMs = storeTimeoutMs;
    this.#leaseMs = leaseMs;
  }

  /** The key of an event's id, which may have any length and any characters. */
  idKey(eventId: string): string {
    return `${this.#prefix}id:${FITS.test(eventId) ? eventId : fingerprint(eventId)}`;
  }

  /** @param key see `deliveryKey`. */
  deliveryKey(key: string): string {
    return `${this.#prefix}${key}`;
  }

  /** @returns a value that no other claim has. */
  token(): string {
    this.#process ??= randomUUID();
    this.#claims += 1;
    return `${this.#process}:${this.#claims}`;
  }

  /**
   * Claims a key for the length of the lease. When the store fails, the claim is released, even one
   * that arrives after the time limit, so that the next attempt runs.
   *
   * @returns the value under the key afterwards.
   */
  async claim(key: string, token: string): Promise<string> {
    const claiming = this.#store.claim(key, token, this.#leaseMs);
    if (typeof claiming === 'string') return claiming;
    const pending = Promise.resolve<unknown>(claiming);
    try {
      const current = await within(this.#timeoutMs, pending);
      if (typeof current === 'string') return current;
    } catch (error) {
      const release = () => this.#store.release(key, token);
      pending.then(release, release).catch(() => {});
      throw error;
    }
    throw new TypeError("The store's claim must return the value under the key.");
  }

  complete(key: string, value: string, ttlMs: number): Awaitable<void> {
    return this.#limited(this.#store.complete(key, value, ttlMs));
  }

  release(key: string, value: string): Awaitable<void> {
    return this.#limited(this.#store.release(key, value));
  }

  #limited(pending: Awaitable<void>): Awaitable<void> {
    return pending === undefined ? pending : within(this.#timeoutMs, Promise.resolve(pending));
  }

  /**
   * Renews a claim until it is stopped. A failed renewal is ignored: the next may succeed, and a lost
   * claim shows in `complete`.
   *
   * @returns stops it.
   */
  keep(key: string, token: string): () => void {
    if (this.#store.renew === undefined) return () => {};
    const timer = setInterval(() => this.#renew(key, token).catch(() => {}), this.#leaseMs / 3);
    // A handler that never ends must not keep the process alive. In some runtimes a timer is a number.
    if (typeof timer === 'object') timer.unref();
    return () => clearInterval(timer);
  }

  async #renew(key: string, token: string): Promise<void> {
    await this.#store.renew?.(key, token, this.#leaseMs);
  }
}

function assertStore(store: unknown): void {
  const operations = typeof store === 'object' && store !== null ? store : {};
  const missing = ['claim', 'complete', 'release'].filter(
    (name) => typeof Reflect.get(operations, name) !== 'function',
  );
  if (missing.length === 0) return;
  throw new ReceiverSetupError(
    'invalid_option',
    `store must be an object with the functions claim, complete and release (missing: ${missing.join(', ')}), or false for none.`,
  );
}

function prefixOf(name: string | undefined, store: DeliveryStore): string {
  if (name === undefined) {
    if (store instanceof MemoryStore) return '';
    throw new ReceiverSetupError(
      'missing_name',
      'A store that outlives the process needs the name option, for example name: "crm-sync". It separates ' +
        'the deliveries of different receivers; use the same name in all processes of one receiver.',
    );
  }
  if (NAME.test(name)) return `${name}:`;
  throw new ReceiverSetupError(
    'invalid_option',
    'name must consist of at most 64 letters, digits, dots, dashes and underscores.',
  );
}
