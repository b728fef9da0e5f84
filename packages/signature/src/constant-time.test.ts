/**
 * @module Time is not measured here: on a shared machine such a test would be flaky. It tests what
 * makes the time constant: every secret goes through the platform's constant-time comparison,
 * wherever the match is.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, test, vi } from 'vitest';
import { sign, verify } from './index.ts';

const secrets = ['one', 'two', 'three', 'four', 'five'];

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

test.each(['one', 'three', 'five', 'none of them'])('all five are tried: %s', (signer) => {
  const signature = sign('body', signer);

  const equal = vi.spyOn(crypto, 'timingSafeEqual');
  syncBuiltinESMExports();
  expect(verify('body', signature, secrets)).toBe(secrets.includes(signer));
  expect(equal).toHaveBeenCalledTimes(5);
});
