import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stores } from '../test/stores.ts';
import { createMemoryStore } from './memory-store.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(stores)('$name', ({ create }) => {
  test('gives a claim to one alone, and shows it to the others', async () => {
    const store = create();
    expect(await store.claim('key', 'first', 1000)).toBe('first');
    expect(await store.claim('key', 'second', 1000)).toBe('first');
    expect(await store.claim('another', 'second', 1000)).toBe('second');
  });

  test('of many claims at the same moment, one wins', async () => {
    const store = create();
    const values = Array.from({ length: 20 }, (_, index) => `claim ${index}`);
    const standing = await Promise.all(values.map((value) => store.claim('key', value, 1000)));
    expect(new Set(standing).size).toBe(1);
  });

  test('gives the claim away when its time is over', async () => {
    const store = create();
    await store.claim('key', 'first', 1000);
    vi.setSystemTime(1_000_999);
    expect(await store.claim('key', 'second', 1000)).toBe('first');
    vi.setSystemTime(1_001_000);
    expect(await store.claim('key', 'third', 1000)).toBe('third');
    vi.setSystemTime(1_001_999);
    expect(await store.claim('key', 'fourth', 1000)).toBe('third');
  });

  test('completes over a claim, for a time of its own', async () => {
    const store = create();
    await store.claim('key', 'first', 10);
    await store.complete('key', 'done', 5000);
    vi.setSystemTime(1_004_999);
    expect(await store.claim('key', 'second', 10)).toBe('done');
    vi.setSystemTime(1_005_000);
    expect(await store.claim('key', 'third', 10)).toBe('third');
  });

  test('releases a claim', async () => {
    const store = create();
    await store.claim('key', 'first', 1000);
    await store.release('key', 'first');
    expect(await store.claim('key', 'second', 1000)).toBe('second');
  });

  test("does not release another's claim", async () => {
    const store = create();
    await store.claim('key', 'first', 1000);
    vi.setSystemTime(1_001_000);
    await store.claim('key', 'second', 1000);
    await store.release('key', 'first');
    expect(await store.claim('key', 'third', 1000)).toBe('second');
  });
});

describe('the memory store', () => {
  test('when it is full, forgets the half that was written longest ago', async () => {
    const store = createMemoryStore({ maxKeys: 4 });
    for (const key of ['a', 'b', 'c']) await store.claim(key, 'first', 1000);
    await store.complete('a', 'done', 1000);
    expect(await store.claim('c', 'second', 1000)).toBe('first');
    expect(await store.claim('a', 'second', 1000)).toBe('done');
    expect(await store.claim('b', 'second', 1000)).toBe('second');
  });

  test('of any number of keys, keeps the last ones, at least half of maxKeys', async () => {
    const store = createMemoryStore({ maxKeys: 10 });
    const keys = Array.from({ length: 1_000 }, (_, n) => `key ${n}`);
    for (const key of keys) await store.claim(key, 'first', 1000);
    let kept = 0;
    for (const key of keys.toReversed()) {
      if ((await store.claim(key, 'second', 1000)) !== 'first') break;
      kept++;
    }
    expect(kept).toBeGreaterThanOrEqual(5);
    expect(kept).toBeLessThanOrEqual(10);
  });

  test('releases a claim of the older half too', async () => {
    const store = createMemoryStore({ maxKeys: 4 });
    for (const key of ['a', 'b', 'c']) await store.claim(key, 'first', 1000);
    await store.release('a', 'first');
    expect(await store.claim('a', 'second', 1000)).toBe('second');
  });

  test('refuses a size of none', () => {
    expect(() => createMemoryStore({ maxKeys: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    );
  });
});
