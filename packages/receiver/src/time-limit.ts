/** @module One time limit for many things at once, over a single timer. */

/** The longest that a timer of Node's can wait; beyond it, it would fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * On Workers a timer ends with the request that started it, and the others that wait for it would
 * never be told: there each has its own.
 */
const TIMERS_END_WITH_REQUESTS = globalThis.navigator?.userAgent === 'Cloudflare-Workers';

/** Something whose time is limited. */
export interface Timed {
  /** Its time does not count any longer. */
  stop(): void;
}

/** In a ring, which one enters and leaves without a look-up, and without growing anything. */
class Running implements Timed {
  readonly endsAt: number;
  readonly over: () => void;
  previous: Running = this;
  next: Running = this;

  constructor(endsAt: number, over: () => void) {
    this.endsAt = endsAt;
    this.over = over;
  }

  enterBefore(other: Running): void {
    this.previous = other.previous;
    this.next = other;
    other.previous.next = this;
    other.previous = this;
  }

  stop(): void {
    this.previous.next = this.next;
    this.next.previous = this.previous;
    this.previous = this;
    this.next = this;
  }
}

/**
 * A timer for each request would cost it as much as verifying its signature: Node builds and takes
 * down a list for it, though next to none is ever over. Here a request costs a place in a ring.
 */
export class TimeLimit {
  /** How long each may take, in milliseconds. */
  readonly ms: number;
  /** Where the ring begins and ends: in it the others are in the order in which they began, and end. */
  readonly #ring = new Running(Number.POSITIVE_INFINITY, () => {});
  #waiting = false;

  constructor(ms: number) {
    this.ms = ms;
  }

  /** @param over called once when the time is over, unless it was stopped before. */
  start(over: () => void): Timed {
    if (TIMERS_END_WITH_REQUESTS) {
      const timer = setTimeout(over, Math.min(this.ms, LONGEST_WAIT_MS));
      return { stop: () => clearTimeout(timer) };
    }
    const running = new Running(performance.now() + this.ms, over);
    running.enterBefore(this.#ring);
    if (!this.#waiting) this.#wait(this.ms);
    return running;
  }

  /** @throws Error when the time is over before the promise is settled; else as the promise does. */
  within<T>(pending: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timed = this.start(() => reject(new Error(`No answer within ${this.ms} ms.`)));
      pending.then(
        (value) => {
          timed.stop();
          resolve(value);
        },
        (reason: unknown) => {
          timed.stop();
          reject(reason);
        },
      );
    });
  }

  #end(): void {
    this.#waiting = false;
    const now = performance.now();
    for (let first = this.#ring.next; first !== this.#ring; first = this.#ring.next) {
      if (first.endsAt > now) {
        this.#wait(first.endsAt - now);
        return;
      }
      first.stop();
      first.over();
    }
  }

  /**
   * May end early, which `#end` notices. Requests keep the process alive by their sockets; a timer
   * that nobody needs must not. Elsewhere than on Node a timer may be a number.
   */
  #wait(ms: number): void {
    this.#waiting = true;
    const timer: unknown = setTimeout(() => this.#end(), Math.min(ms, LONGEST_WAIT_MS));
    (timer as { unref?(): void }).unref?.();
  }
}
