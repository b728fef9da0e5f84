/** @module Sends together what comes while something is on its way: one statement and one commit for all. */
import { TimeLimit } from '../time-limit.ts';

/** So much goes together at most: more saves nothing more, and holds up what comes behind. */
const MOST_ITEMS = 100;
const MOST_BYTES = 1_000_000;

/** After this, a batch that is not answered no longer holds up the next. */
const HOLDS_UP_MS = 1_000;

interface Waiting<Item> {
  readonly item: Item;
  readonly settle: (sent: Promise<unknown>) => void;
}

/** Nothing waits for company: what comes while nothing is on its way goes at once. */
export class Batches<Item extends { readonly body: string }> {
  readonly #send: (items: readonly Item[]) => Promise<unknown>;
  readonly #turn = new TimeLimit(HOLDS_UP_MS);
  #waiting: Waiting<Item>[] = [];
  #underWay = false;

  /** @param send does all of the items, or none. */
  constructor(send: (items: readonly Item[]) => Promise<unknown>) {
    this.#send = send;
  }

  /** Resolves, or rejects, as the item's sending does. */
  add(item: Item): Promise<unknown> {
    return new Promise((resolve) => {
      this.#waiting.push({ item, settle: resolve });
      if (!this.#underWay) this.#goOn();
    });
  }

  #goOn(): void {
    const batch = this.#next();
    this.#underWay = batch.length > 0;
    if (!this.#underWay) return;
    const sent = this.#send(batch.map(({ item }) => item));
    const goOn = () => this.#goOn();
    this.#turn.within(sent).then(goOn, goOn);
    // One that cannot be stored must not keep the others from it.
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
