import { join } from 'node:path';
import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import * as signatures from '../src/index.ts';

// Removing or renaming one of these breaks the code of everyone who verifies Kolvera's webhooks.
test('the exported names', () => {
  expect(Object.keys(signatures).sort()).toMatchInlineSnapshot(`
    [
      "SIGNATURE_HEADER",
      "SignatureError",
      "assertUsableSecret",
      "assertUsableSecrets",
      "check",
      "fingerprint",
      "headerFailure",
      "sign",
      "verify",
    ]
  `);
});

// Kolvera publishes it: a receiver that reads another header rejects everything.
test('the header', () => {
  expect(signatures.SIGNATURE_HEADER).toBe('x-kolvera-signature');
});

test('is at most 1,400 bytes, minified and gzipped', async () => {
  const root = join(import.meta.dirname, '..');
  const { gzipped } = await bundle("export * from './src/index.ts'", root);
  expect(gzipped).toBeLessThanOrEqual(1_400);
});
