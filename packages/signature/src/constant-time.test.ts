/**
 * @module Time itself is not measured here: on a shared machine such a test would fail by chance.
 * What is tested is the form that makes the time constant: every secret goes through the platform's
 * constant-time comparison, wherever the match is.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, test, vi } from 'vitest';
import * as node from './index.ts';
import * as web from './web.ts';

const secrets = ['one', 'two', 'three', 'four', 'five'];

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

test.each(['one', 'three', 'five', 'none of them'])('all five are tried: %s', async (signer) => {
  const signature = node.sign('body', signer);

  const equal = vi.spyOn(crypto, 'timingSafeEqual');
  syncBuiltinESMExports();
  expect(node.verify('body', signature, secrets)).toBe(secrets.includes(signer));
  expect(equal).toHaveBeenCalledTimes(5);

  const verify = vi.spyOn(globalThis.crypto.subtle, 'verify');
  expect(await web.verify('body', signature, secrets)).toBe(secrets.includes(signer));
  expect(verify).toHaveBeenCalledTimes(5);
});
