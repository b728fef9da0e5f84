/** @module Batches what arrives while a batch is being sent: one statement and one commit for all. */
import { within } from '../time-limit.ts';

/** The largest batch: a larger one saves nothing, and delays the next. */
const MOST_ITEMS = 100;
const MOST_BYTES = 1_000_000;

/** After this, a batch without a response no longer holds up the next. */
const HOLDS_UP_MS = 1_000;

interface Waiting<Item> {
  readonly item: Item;
  readonly settle: (sent: Promise<unknown>) => void;
}

/** Never waits for a batch to fill: what arrives while nothing is being sent is sent immediately. */
export class Batches<Item extends { readonly body: string }> {
  readonly #send: (items: readonly Item[]) => Promise<unknown>;
  #waiting: Waiting<Item>[] = [];
  #sending = false;

  /** @param send does all of the items, or none. */
  constructor(send: (items: readonly Item[]) => Promise<unknown>) {
    this.#send = send;
  }

  /** Resolves, or rejects, as the item's sending does. */
  add(item: Item): Promise<unknown> {
    return new Promise((resolve) => {
      this.#waiting.push({ item, settle: resolve });
      if (!this.#sending) this.#sendNext();
    });
  }

  #sendNext(): void {
    const batch = this.#next();
    this.#sending = batch.length > 0;
    if (!this.#sending) return;
    const sent = this.#send(batch.map(({ item }) => item));
    const sendNext = () => this.#sendNext();
    within(HOLDS_UP_MS, sent).then(sendNext, sendNext);
    // One that cannot be stored must not prevent the others.
    const alone = batch.length === 1;
    for (const { item, settle } of batch) {
      settle(alone ? sent : sent.catch(() => this.#send([item])));
    }
  }

  #next(): readonly Waiting<Item>[] {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ item }, n) => {
      bytes += item.body.length;
      return n === MOST_ITEMS || (n > 0 && bytes > MOST_BYTES);
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }
}
