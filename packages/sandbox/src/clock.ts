/** @module The clock by which deliveries are timed. Tests hold one that runs hours in no time. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `callback` once when `now()` has reached `at`. @returns what cancels it. */
  wakeAt(at: number, callback: () => void): () => void;
}

/** The longest wait that setTimeout takes; beyond it, setTimeout fires at once. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  wakeAt(at, callback) {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = at - Date.now();
      timer =
        left > LONGEST_TIMEOUT
          ? setTimeout(wait, LONGEST_TIMEOUT)
          : setTimeout(callback, Math.max(left, 0));
    };
    wait();
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves the clock forward by so many milliseconds; what falls due on the way is called in order. */
  advance(milliseconds: number): void;
}

/** A clock that only moves when it is advanced; it starts at `start`, milliseconds since 1970. */
export function manualClock(start: number = Date.now()): ManualClock {
  let now = start;
  const waiting = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    wakeAt(at, callback) {
      const alarm = { at, callback };
      waiting.add(alarm);
      return () => waiting.delete(alarm);
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        waiting.delete(next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = end;
    },
  };
}
