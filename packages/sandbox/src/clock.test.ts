import { expect, test } from 'vitest';
import { manualClock } from './clock.ts';

test('a manual clock calls what falls due, in order, at its time', () => {
  const clock = manualClock(1000);
  const called: [string, number][] = [];
  const note = (name: string) => () => called.push([name, clock.now()]);
  clock.wakeAt(1300, note('late'));
  clock.wakeAt(1100, note('early'));
  clock.wakeAt(1401, note('beyond'));
  clock.wakeAt(1200, note('cancelled'))();
  clock.wakeAt(1150, () => clock.wakeAt(1250, note('made on the way')));
  clock.advance(400);
  expect(called).toEqual([
    ['early', 1100],
    ['made on the way', 1250],
    ['late', 1300],
  ]);
  expect(clock.now()).toBe(1400);
});
