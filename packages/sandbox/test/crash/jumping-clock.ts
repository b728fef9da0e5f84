/** @module A clock that runs fast, and now and then jumps, forwards or back. */
import { type Clock, manualClock } from '../../src/index.ts';

const HOUR = 60 * 60 * 1000;

/** Ten minutes pass in every two milliseconds, and at one step in a hundred it jumps by up to a day. */
export function jumpingClock(random: () => number): Clock & { stop(): void } {
  const steady = manualClock();
  let offset = 0;
  const jump = () => {
    offset += Math.round((random() - 0.5) * 48 * HOUR);
  };
  jump();
  const timer = setInterval(() => {
    if (random() < 0.01) jump();
    steady.advance(HOUR / 6);
  }, 2);
  return {
    now: () => steady.now() + offset,
    wakeAt: (at, callback) => steady.wakeAt(at - offset, callback),
    stop: () => clearInterval(timer),
  };
}
