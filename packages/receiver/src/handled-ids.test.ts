import { expect, test } from 'vitest';
import { HandledIds } from './handled-ids.ts';

test('notices an id that comes with another body, each time that the body changes', () => {
  const ids = new HandledIds();
  expect(['a', 'a', 'b', 'b', 'a'].map((body) => ids.note('evt_1', body))).toEqual([
    false,
    false,
    true,
    false,
    true,
  ]);
});

test('keeps 2,000 ids at most', () => {
  const ids = new HandledIds();
  for (let n = 0; n < 2_000; n++) ids.note(`evt_${n}`, 'a');
  expect(ids.note('evt_0', 'b')).toBe(true);
  ids.note('evt_2000', 'a');
  expect(ids.note('evt_1', 'b')).toBe(false);
});
