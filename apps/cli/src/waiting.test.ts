import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waiting } from './waiting.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function terminal(isTTY: boolean) {
  const written: string[] = [];
  return { written, stderr: { isTTY, write: (text: string) => written.push(text) } };
}

test('says what it waits for after a second, on a terminal, and takes the line away', () => {
  const { written, stderr } = terminal(true);
  const done = waiting({ stderr }, 'Asking Kolvera');
  vi.advanceTimersByTime(999);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(2001);
  expect(written.at(-1)).toBe('\r\u001b[2KAsking Kolvera … 3 s');
  done();
  expect(written.at(-1)).toBe('\r\u001b[2K');
  vi.advanceTimersByTime(5000);
  expect(written).toHaveLength(4);
});

test('says nothing of what is quick, nor where there is no terminal', () => {
  for (const { written, stderr } of [terminal(true), terminal(false)]) {
    const done = waiting({ stderr }, 'Asking Kolvera');
    vi.advanceTimersByTime(stderr.isTTY ? 500 : 5000);
    done();
    expect(written).toEqual([]);
  }
});
