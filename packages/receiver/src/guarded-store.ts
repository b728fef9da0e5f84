/** @module A store as the receiver calls it: keys under its name, calls within a time limit. */
import { randomUUID } from 'node:crypto';
import { fingerprint } from '@kolvera/signature';
import { assertPositive, ReceiverSetupError } from './setup-error.ts';
import type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
import { MemoryStore } from './stores/memory-store.ts';
import { TimeLimit } from './time-limit.ts';

export interface StoreOptions {
  /**
   * Begins every key in the store: letters, digits, dots, dashes and underscores, at most 64.
   * Required with every store but memory, because two receivers that share a store and a name
   * would take each other's deliveries for repeats. Give it to all processes of one receiver.
   */
  readonly name?: string;
  /** How long a call of the store may take, in milliseconds. 2,000 unless set. */
  readonly storeTimeoutMs?: number;
  /**
   * How long a claim holds when its process dies, in milliseconds: until then the delivery is
   * answered 503. It is renewed while a handler runs. 15,000 unless set; 60,000 with a store that
   * cannot renew.
   */
  readonly leaseMs?: number;
}

const NAME = /^[\w.-]{1,64}$/;

/** What can be part of a key as it is: see `DeliveryStore`. */
const FITS = /^[\w.:-]{1,200}$/;

export class GuardedStore {
  readonly #store: DeliveryStore;
  readonly #prefix: string;
  readonly #limit: TimeLimit;
  readonly #renewals: TimeLimit;
  readonly #leaseMs: number;
  // Names this process's claims, so that none is taken for another process's. Made on first use:
  // Workers refuse randomness while a module loads.
  #process: string | undefined;
  #claims = 0;

  /** @throws ReceiverSetupError `invalid_option`, `missing_name`. */
  constructor(store: DeliveryStore, options: StoreOptions) {
    assertStore(store);
    const canRenew = store.renew !== undefined;
    const { name, storeTimeoutMs = 2_000, leaseMs = canRenew ? 15_000 : 60_000 } = options;
    assertPositive('storeTimeoutMs', storeTimeoutMs);
    assertPositive('leaseMs', leaseMs);
    this.#store = store;
    this.#prefix = prefixOf(name, store);
    this.#limit = new TimeLimit(storeTimeoutMs);
    this.#leaseMs = leaseMs;
    this.#renewals = new TimeLimit(leaseMs / 3);
  }

  /**
   * The key of something in the store, as the functions below take it.
   *
   * @param kind keeps apart what may have the same name.
   * @param subject of any length and with any characters.
   */
  key(kind: 'id' | 'newest' | 'turn', subject: string): string {
    return `${this.#prefix}${kind}:${FITS.test(subject) ? subject : fingerprint(subject)}`;
  }

  /** The key of a body's fingerprint, which fits as it is: to find that out took longer than the claim. */
  bodyKey(bodyFingerprint: string): string {
    return this.#prefix + bodyFingerprint;
  }

  /** @returns a value that no other claim has. */
  token(): string {
    this.#process ??= randomUUID();
    this.#claims += 1;
    return `${this.#process}:${this.#claims}`;
  }

  /**
   * Claims a key for the length of the lease. A claim that arrives after the time limit, or whose
   * answer was lost, is released: nobody would know of it.
   *
   * @returns the value under the key afterwards.
   */
  claim(key: string, value: string): Awaitable<string> {
    const claimed = this.#store.claim(key, value, this.#leaseMs);
    return typeof claimed === 'string' ? claimed : this.#claimed(claimed, key, value);
  }

  async #claimed(claimed: Awaitable<unknown>, key: string, value: string): Promise<string> {
    const pending = Promise.resolve(claimed);
    try {
      const found = await this.#limit.within(pending);
      if (typeof found === 'string') return found;
    } catch (error) {
      const release = () => this.#store.release(key, value);
      pending.then(release, release).catch(() => {});
      throw error;
    }
    throw new TypeError("The store's claim has to give the value that is under the key.");
  }

  complete(key: string, value: string, ttlMs: number): Awaitable<void> {
    return this.#within(this.#store.complete(key, value, ttlMs));
  }

  release(key: string, value: string): Awaitable<void> {
    return this.#within(this.#store.release(key, value));
  }

  #within(pending: Awaitable<void>): Awaitable<void> {
    return pending === undefined ? pending : this.#limit.within(Promise.resolve(pending));
  }

  /**
   * Renews a claim until it is stopped. A renewal that fails is left at that: the next may succeed,
   * and the claim's end is told by `complete`.
   *
   * @returns stops it.
   */
  keep(key: string, value: string): () => void {
    if (this.#store.renew === undefined) return () => {};
    let waiting = this.#renewals.start(() => renew());
    const renew = () => {
      waiting = this.#renewals.start(renew);
      this.#renew(key, value).catch(() => {});
    };
    return () => waiting.stop();
  }

  async #renew(key: string, value: string): Promise<void> {
    await this.#store.renew?.(key, value, this.#leaseMs);
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
      'A store that outlives the process needs the name option, for example name: "crm-sync". It keeps the ' +
        'deliveries of different receivers apart; all processes of one receiver have the same name.',
    );
  }
  if (NAME.test(name)) return `${name}:`;
  throw new ReceiverSetupError(
    'invalid_option',
    'name must consist of at most 64 letters, digits, dots, dashes and underscores.',
  );
}
