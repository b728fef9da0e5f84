import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimeout, within } from './time-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a promise that settles in time settles as it does, and leaves no timer', async () => {
  expect(await within(100, Promise.resolve('value'))).toBe('value');
  await expect(within(100, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
});

test('a promise that does not rejects when the time is up, not before', async () => {
  const late = vi.fn();
  within(100, new Promise(() => {})).catch(late);
  await vi.advanceTimersByTimeAsync(99);
  expect(late).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(late).toHaveBeenCalledExactlyOnceWith(new Error('No answer within 100 ms.'));
});

test('a limit that is longer than a timer can wait does not fire immediately', () => {
  const over = vi.fn();
  startTimeout(over, Number.POSITIVE_INFINITY);
  vi.advanceTimersByTime(60_000);
  expect(over).not.toHaveBeenCalled();
});
