import { expect, test } from 'vitest';
import { sign, verify } from './index.ts';

test('more secrets than the key cache holds', () => {
  const secrets = Array.from({ length: 1000 }, (_, n) => `secret ${n}`);
  for (const secret of [...secrets, ...secrets]) {
    expect(verify('body', sign('body', secret), secret)).toBe(true);
  }
});
