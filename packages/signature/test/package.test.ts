import { join } from 'node:path';
import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';

// Removing or renaming one of these breaks the import of everybody who verifies Kolvera's webhooks.
test('the exported names', () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
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
  expect(Object.keys(web).sort()).toEqual(Object.keys(node).sort());
});

// Kolvera sends it; a receiver that reads another header accepts nothing.
test('the header', () => {
  expect(node.SIGNATURE_HEADER).toBe('x-kolvera-signature');
});

const root = join(import.meta.dirname, '..');

test.each([
  ['index', 1800],
  ['web', 1700],
])('%s is at most %i bytes, minified and gzipped', async (entry, budget) => {
  const { gzipped } = await bundle(`export * from './src/${entry}.ts'`, root);
  expect(gzipped).toBeLessThanOrEqual(budget);
});

test('the Web Crypto build imports nothing and uses nothing of Node.js', async () => {
  const { text } = await bundle("export * from './src/web.ts'", root);
  expect(text).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b/);
});
