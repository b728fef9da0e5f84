import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JITTER, nextAttemptAt, RETRY_DELAYS } from './retry-schedule.ts';

test('the waits are those that Svix publishes', () => {
  const seconds = RETRY_DELAYS.map((delay) => delay / 1000);
  expect(seconds).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 36_000]);
});

test('a wait is the scheduled one, or up to a tenth longer', () => {
  const attempts = fc.integer({ min: 1, max: RETRY_DELAYS.length });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(attempts, random, (made, jitter) => {
      const delay = RETRY_DELAYS[made - 1] ?? Number.NaN;
      const wait = (nextAttemptAt(0, made, null, jitter) ?? Number.NaN) - 0;
      expect(wait).toBeGreaterThanOrEqual(delay);
      expect(wait).toBeLessThanOrEqual(delay * (1 + JITTER));
    }),
  );
});

test('Retry-After makes a wait longer, never shorter', () => {
  expect(nextAttemptAt(1000, 1, 60, 0)).toBe(61_000);
  expect(nextAttemptAt(1000, 1, 1, 0)).toBe(6000);
});

test('Retry-After postpones by a day at most', () => {
  expect(nextAttemptAt(0, 1, 999_999_999, 0)).toBe(86_400_000);
});

test('after the last wait there is none', () => {
  expect(nextAttemptAt(0, RETRY_DELAYS.length + 1, null, 0)).toBeNull();
  expect(nextAttemptAt(0, RETRY_DELAYS.length + 1, 1, 0)).toBeNull();
});
