/** @module A clock that runs fast, and now and then jumps, forwards or back. */
import { type Clock, manualClock } from '../../src/index.ts';

const HOUR = 60 * 60 * 1000;

/**
 * A minute passes every two milliseconds, and at one step in 500 it jumps by up to three hours. Five
 * days, after which a webhook that only fails is disabled, are more than any wait for an answer.
 */
export function jumpingClock(random: () => number): Clock & { stop(): void } {
  const steady = manualClock();
  let offset = 0;
  const jump = () => {
    offset += Math.round((random() - 0.5) * 6 * HOUR);
  };
  jump();
  const timer = setInterval(() => {
    if (random() < 0.002) jump();
    steady.advance(HOUR / 60);
  }, 2);
  return {
    now: () => steady.now() + offset,
    wakeAt: (at, callback) => steady.wakeAt(at - offset, callback),
    stop: () => clearInterval(timer),
  };
}
