import { expect, test } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const NOW = Date.parse('Wed, 01 Jul 2026 09:00:00 GMT');

test.each([
  ['0', 0],
  ['120', 120],
  [' 5 ', 5],
  ['Wed, 01 Jul 2026 09:00:30 GMT', 30],
  ['Wed, 01 Jul 2026 08:00:00 GMT', 0],
  [undefined, null],
  ['', null],
  ['-1', null],
  ['1.5', null],
  ['soon', null],
  ['2026-07-01T09:00:30Z', null],
  ['99999999999', null],
  ['Wed, 99 Jul 2026 09:00:30 GMT', null],
])('%j is %j', (header, seconds) => {
  expect(readRetryAfter(header, NOW)).toBe(seconds);
});

test('part of a second counts as one', () => {
  expect(readRetryAfter('Wed, 01 Jul 2026 09:00:01 GMT', NOW + 1)).toBe(1);
});
