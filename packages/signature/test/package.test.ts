import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';

// Removing or renaming one of these breaks the import of everybody who verifies Kolvera's webhooks.
test('the exported names', () => {
  expect(Object.keys(node).sort()).toMatchInlineSnapshot(`
    [
      "SIGNATURE_HEADER",
      "SignatureError",
      "check",
      "fingerprint",
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
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kolvera-signature-'));
  await build({
    entry: { node: join(root, 'src/index.ts'), web: join(root, 'src/web.ts') },
    config: false,
    tsconfig: join(root, 'tsconfig.json'),
    outDir: folder,
    format: 'esm',
    target: 'node22',
    minify: true,
    splitting: false,
    silent: true,
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['node', 1600],
  ['web', 1600],
])('%s is at most %i bytes, minified and gzipped', async (entry, budget) => {
  const built = await readFile(join(folder, `${entry}.js`));
  expect(gzipSync(built, { level: 9 }).length).toBeLessThanOrEqual(budget);
});

test('the Web Crypto build imports nothing and uses nothing of Node.js', async () => {
  const built = await readFile(join(folder, 'web.js'), 'utf8');
  expect(built).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b/);
  expect(await readdir(folder)).toEqual(['node.js', 'web.js']);
});
