import { expect, test } from 'vitest';
import { KeyCache } from './key-cache.ts';

test('holds 256 keys and forgets the oldest', () => {
  const cache = new KeyCache<number>();
  for (let n = 0; n < 1000; n++) cache.set(`secret ${n}`, n);
  expect(cache.size).toBe(256);
  expect(cache.get('secret 743')).toBeUndefined();
  expect(cache.get('secret 744')).toBe(744);
  expect(cache.get('secret 999')).toBe(999);
});
