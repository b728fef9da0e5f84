import fc from 'fast-check';
import { expect, test } from 'vitest';
import { speedRatio, spread } from './statistics.ts';

test('the middle, and the range of the middle half', () => {
  expect(spread([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 });
  expect(spread([1, 2, 3, 4])).toEqual({ low: 1.75, median: 2.5, high: 3.25 });
  expect(spread([7])).toEqual({ low: 7, median: 7, high: 7 });
});

test('the order of the values does not matter, and they are not changed', () =>
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const before = [...values];
      expect(spread(values.toReversed())).toEqual(spread(values));
      expect(values).toEqual(before);
    }),
  ));

test('there is no middle of nothing', () => {
  expect(() => spread([])).toThrow(RangeError);
});

test('half the time is twice the speed', () => {
  expect(speedRatio([50, 50, 50], [100, 100, 100]).median).toBe(2);
});

test('what slows a whole round changes nothing', () => {
  const ours = [10, 10, 800, 10, 90];
  const theirs = [20, 20, 1600, 20, 180];
  expect(speedRatio(ours, theirs)).toEqual({ low: 2, median: 2, high: 2 });
});

test('one disturbed batch changes nothing', () => {
  expect(speedRatio([10, 10, 9000, 10, 10], [20, 20, 20, 20, 20]).median).toBe(2);
});

test('rounds are compared one by one or not at all', () => {
  expect(() => speedRatio([1, 2], [1])).toThrow(RangeError);
});
