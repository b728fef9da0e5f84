/** @module How many events the endpoint has handled, read from a URL of its owner's. */

export interface Counter {
  read(): Promise<number>;
  /** The count, once it has not changed for a while: work may follow the response. */
  settled(): Promise<number>;
}

const QUIET_MS = 250;
const GIVE_UP_MS = 10_000;

/** Thrown when the URL does not return a number. */
export class CounterError extends Error {
  override readonly name = 'CounterError';
  readonly code = 'unreadable_counter';
}

/**
 * @param url answers GET with the number of events handled so far: `17`.
 */
export function openCounter(url: string): Counter {
  async function read(): Promise<number> {
    const response = await fetch(url, { signal: AbortSignal.timeout(GIVE_UP_MS) });
    const text = (await response.text()).trim();
    if (response.ok && /^\d{1,15}$/.test(text)) return Number(text);
    throw new CounterError(
      `The counter at ${new URL(url).origin} returned ${response.status} without a number. It has to answer GET with the number of events handled so far, such as 17.`,
    );
  }

  return {
    read,
    async settled() {
      const end = Date.now() + GIVE_UP_MS;
      for (let last = await read(); ; ) {
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
        const now = await read();
        if (now === last || Date.now() > end) return now;
        last = now;
      }
    },
  };
}
