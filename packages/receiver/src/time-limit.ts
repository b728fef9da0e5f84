/** @module Time limits over plain timers. */

/** The longest that a timer can wait; beyond it, it would fire immediately. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Like `setTimeout`, but `Infinity` does not fire immediately. */
export function startTimeout(over: () => void, ms: number): ReturnType<typeof setTimeout> {
  return setTimeout(over, Math.min(ms, LONGEST_WAIT_MS));
}

/** @throws Error when the time is up before the promise settles; otherwise as the promise does. */
export async function within<T>(ms: number, pending: PromiseLike<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = startTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([pending, over]);
  } finally {
    clearTimeout(timer);
  }
}
