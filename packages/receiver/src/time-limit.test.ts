import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TimeLimit } from './time-limit.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('each is over when its own time is', () => {
  const limit = new TimeLimit(100);
  const over: string[] = [];
  limit.start(() => over.push('first'));
  vi.advanceTimersByTime(60);
  limit.start(() => over.push('second'));
  vi.advanceTimersByTime(39);
  expect(over).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(over).toEqual(['first']);
  vi.advanceTimersByTime(59);
  expect(over).toEqual(['first']);
  vi.advanceTimersByTime(1);
  expect(over).toEqual(['first', 'second']);
});

test('one that was stopped is never over, and does not hold up the others', () => {
  const limit = new TimeLimit(100);
  const over: string[] = [];
  const stopped = limit.start(() => over.push('stopped'));
  limit.start(() => over.push('running'));
  stopped.stop();
  stopped.stop();
  vi.advanceTimersByTime(1000);
  expect(over).toEqual(['running']);
});

test('whichever are stopped, the others are over in the order in which they began', () => {
  fc.assert(
    fc.property(fc.nat({ max: 9 }), fc.array(fc.nat({ max: 9 })), (started, stops) => {
      const limit = new TimeLimit(100);
      const over: number[] = [];
      const all = Array.from({ length: started }, (_, n) => limit.start(() => over.push(n)));
      for (const n of stops) all[n]?.stop();
      vi.advanceTimersByTime(100);
      expect(over).toEqual([...all.keys()].filter((n) => !stops.includes(n)));
    }),
  );
});

test('begins anew after a rest', () => {
  const limit = new TimeLimit(100);
  const over = vi.fn();
  limit.start(() => {}).stop();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  limit.start(over);
  vi.advanceTimersByTime(100);
  expect(over).toHaveBeenCalledOnce();
});

test('a thousand of them take one timer', () => {
  const limit = new TimeLimit(100);
  const all = Array.from({ length: 1000 }, () => limit.start(() => {}));
  expect(vi.getTimerCount()).toBe(1);
  for (const each of all) each.stop();
});

test('a limit that is longer than a timer can wait does not spin', () => {
  const limit = new TimeLimit(Number.POSITIVE_INFINITY);
  const over = vi.fn();
  limit.start(over);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  vi.advanceTimersByTime(60_000);
  expect(over).not.toHaveBeenCalled();
  expect(timers).not.toHaveBeenCalled();
});
