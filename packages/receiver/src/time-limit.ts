/** @module One time limit for many things at once, over a single timer. */

/** The longest that a timer of Node's can wait; beyond it, it would fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * On Workers a timer ends with the request that started it, and the others that wait for it would
 * never be told: there each has its own.
 */
const TIMERS_END_WITH_REQUESTS = globalThis.navigator?.userAgent === 'Cloudflare-Workers';

interface Running {
  readonly endsAt: number;
  readonly over: () => void;
}

/**
 * A timer for each request would cost it as much as verifying its signature: Node builds and takes
 * down a list for it, though next to none is ever over. Here a request costs an entry in a set.
 */
export class TimeLimit {
  /** How long each may take, in milliseconds. */
  readonly ms: number;
  /** In the order in which they began, which is that in which they end. */
  readonly #running = new Set<Running>();
  #waiting = false;

  constructor(ms: number) {
    this.ms = ms;
  }

  /**
   * @param over called once when the time is over, unless it was stopped before.
   * @returns stops it.
   */
  start(over: () => void): () => void {
    if (TIMERS_END_WITH_REQUESTS) {
      const timer = setTimeout(over, Math.min(this.ms, LONGEST_WAIT_MS));
      return () => clearTimeout(timer);
    }
    const running = { endsAt: performance.now() + this.ms, over };
    this.#running.add(running);
    if (!this.#waiting) this.#wait(this.ms);
    return () => this.#running.delete(running);
  }

  /** @throws Error when the time is over before the promise is settled; else as the promise does. */
  within<T>(pending: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const stop = this.start(() => reject(new Error(`No answer within ${this.ms} ms.`)));
      pending.then(
        (value) => {
          stop();
          resolve(value);
        },
        (reason: unknown) => {
          stop();
          reject(reason);
        },
      );
    });
  }

  #end(): void {
    this.#waiting = false;
    const now = performance.now();
    for (const running of this.#running) {
      if (running.endsAt > now) {
        this.#wait(running.endsAt - now);
        return;
      }
      this.#running.delete(running);
      running.over();
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
