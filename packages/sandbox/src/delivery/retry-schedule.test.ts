import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JITTER, nextAttemptAt, RETRY_DELAYS, readRetryAfter } from './retry-schedule.ts';

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
  expect(nextAttemptAt(1000, 1, 60_000, 0)).toBe(61_000);
  expect(nextAttemptAt(1000, 1, 1000, 0)).toBe(6000);
});

test('after the last wait there is none', () => {
  expect(nextAttemptAt(0, RETRY_DELAYS.length + 1, null, 0)).toBeNull();
  expect(nextAttemptAt(0, RETRY_DELAYS.length + 1, 1000, 0)).toBeNull();
});

const now = Date.parse('2026-08-11T10:00:00Z');
test.each([
  ['120', 120_000],
  ['0', 0],
  ['Tue, 11 Aug 2026 10:05:00 GMT', 300_000],
  ['Tue, 11 Aug 2026 09:00:00 GMT', 0],
  ['99999999999', 86_400_000],
  ['soon', null],
  ['', null],
  ['-5', null],
  ['1.5', null],
])('Retry-After: %s asks for %s ms', (header, wait) => {
  expect(readRetryAfter(header, now)).toBe(wait);
});
