import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryStore } from './memory-store.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('when it is full, forgets the half that was completed longest ago', async () => {
  const store = createMemoryStore({ maxKeys: 4 });
  for (const key of ['a', 'b', 'c', 'a']) await store.complete(key, 'done', 1000);
  expect(await store.claim('c', 'second', 1000)).toBe('done');
  expect(await store.claim('a', 'second', 1000)).toBe('done');
  await store.complete('d', 'done', 1000);
  expect(await store.claim('b', 'second', 1000)).toBe('second');
});

test('of any number of keys, keeps the last ones, at least half of maxKeys', async () => {
  const store = createMemoryStore({ maxKeys: 10 });
  const keys = Array.from({ length: 1_000 }, (_, n) => `key ${n}`);
  for (const key of keys) await store.complete(key, 'done', 1000);
  let kept = 0;
  for (const key of keys.toReversed()) {
    if ((await store.claim(key, 'second', 1000)) !== 'done') break;
    kept++;
  }
  expect(kept).toBeGreaterThanOrEqual(5);
  expect(kept).toBeLessThanOrEqual(10);
});

test('a live claim is never forgotten, however many others follow', async () => {
  const store = createMemoryStore({ maxKeys: 4 });
  await store.claim('running', 'first', 60_000);
  for (let n = 0; n < 20_000; n++) {
    await store.claim(`key ${n}`, 'other', 60_000);
    await store.complete(`key ${n}`, 'done', 60_000);
  }
  expect(await store.claim('running', 'second', 60_000)).toBe('first');
});

test('claims that nobody completes are dropped when their time is over', async () => {
  const store = createMemoryStore();
  for (let n = 0; n < 10_000; n++) {
    await store.claim(`key ${n}`, 'first', 10);
    vi.setSystemTime(Date.now() + 1);
  }
  expect(await store.claim('key 9999', 'second', 10)).toBe('first');
  expect(await store.claim('key 9000', 'second', 10)).toBe('second');
});

test('releases a claim of the older half too', async () => {
  const store = createMemoryStore({ maxKeys: 4 });
  for (const key of ['a', 'b', 'c']) await store.complete(key, 'first', 1000);
  await store.release('a', 'first');
  expect(await store.claim('a', 'second', 1000)).toBe('second');
});

test('refuses a size of none', () => {
  expect(() => createMemoryStore({ maxKeys: 0 })).toThrow(
    expect.objectContaining({ code: 'invalid_option' }),
  );
});
