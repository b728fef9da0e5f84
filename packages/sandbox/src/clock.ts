/** @module The clock that times deliveries. Tests use one that runs hours in no time. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `callback` once when `now()` has reached `at`. @returns what cancels it. */
  wakeAt(at: number, callback: () => void): () => void;
}

/** The longest delay that setTimeout accepts. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  wakeAt(at, callback) {
    const delay = Math.min(Math.max(at - Date.now(), 0), LONGEST_TIMEOUT);
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};

export interface ManualClock extends Clock {
  /** Moves the clock forward; calls what falls due on the way, in order. */
  advance(milliseconds: number): void;
}

/** A clock that moves only when it is advanced; it starts at `start`, milliseconds since 1970. */
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
