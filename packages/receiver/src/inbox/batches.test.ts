import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Batches } from './batches.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const item = (id: string, bytes = 1) => ({ id, body: 'x'.repeat(bytes) });

/** Batches whose sending is watched, and ends when the test says so. */
function watched() {
  const sent: string[][] = [];
  const ends: { resolve: () => void; reject: (reason: Error) => void }[] = [];
  const batches = new Batches<ReturnType<typeof item>>((items) => {
    sent.push(items.map(({ id }) => id));
    return new Promise<void>((resolve, reject) => {
      ends.push({ resolve, reject });
    });
  });
  return { batches, sent, ends };
}

test('the first goes at once, and what comes meanwhile goes together', async () => {
  const { batches, sent, ends } = watched();
  const added = ['a', 'b', 'c'].map((id) => batches.add(item(id)));
  expect(sent).toEqual([['a']]);
  ends[0]?.resolve();
  await added[0];
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([['a'], ['b', 'c']]);
  ends[1]?.resolve();
  await Promise.all(added);
  await vi.advanceTimersByTimeAsync(0);
  batches.add(item('d'));
  expect(sent.at(-1)).toEqual(['d']);
});

test('nothing settles before the batch has been sent', async () => {
  const { batches, ends } = watched();
  let settled = false;
  batches.add(item('a')).then(() => {
    settled = true;
  });
  await vi.advanceTimersByTimeAsync(500);
  expect(settled).toBe(false);
  ends[0]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(settled).toBe(true);
});

test('one that fails keeps no other from being sent', async () => {
  const { batches, sent, ends } = watched();
  batches.add(item('first'));
  const outcomes = ['good', 'bad'].map((id) => batches.add(item(id)).then(() => 'sent', String));
  ends[0]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  ends[1]?.reject(new Error('refused'));
  await vi.advanceTimersByTimeAsync(0);
  expect(sent).toEqual([['first'], ['good', 'bad'], ['good'], ['bad']]);
  ends[2]?.resolve();
  ends[3]?.reject(new Error('refused'));
  expect(await Promise.all(outcomes)).toEqual(['sent', 'Error: refused']);
});

test('a batch that is not answered holds up the next for a second, not for ever', async () => {
  const { batches, sent } = watched();
  batches.add(item('a'));
  batches.add(item('b'));
  await vi.advanceTimersByTimeAsync(900);
  expect(sent).toEqual([['a']]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual([['a'], ['b']]);
});

test('a batch has at most 100 items, and a megabyte unless one is larger', async () => {
  const { batches, sent, ends } = watched();
  batches.add(item('first'));
  for (let n = 0; n < 101; n++) batches.add(item(`${n}`));
  for (const id of ['large', 'larger']) batches.add(item(id, 900_000));
  batches.add(item('largest', 3_000_000));
  for (let n = 0; n < 5; n++) {
    ends[n]?.resolve();
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(sent.map((ids) => ids.length)).toEqual([1, 100, 2, 1, 1]);
});
