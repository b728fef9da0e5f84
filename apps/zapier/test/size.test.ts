/** @slow Measures the built app. */
import { readFileSync, statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { buildZip } from './zapier/lambda.ts';

/** The whole zip, nearly all of it zapier-platform-core and what that depends on. */
const BUDGET = 700_000;

/** The app's own part: everything that is not zapier-platform-core and what it depends on. */
const OWN_BUDGET = 65_000;

const sizes: Record<string, number> = {};
unzipSync(readFileSync(buildZip), {
  filter({ name, size }) {
    sizes[name] = size;
    return false;
  },
});
const names = Object.keys(sizes);

test('the zip takes less than 700 KB, and the app itself less than 65 KB of it', () => {
  expect(statSync(buildZip).size).toBeLessThan(BUDGET);
  expect(names).toContain('index.js');
  const own = names.filter((name) => !name.startsWith('node_modules/'));
  expect(own.reduce((sum, name) => sum + (sizes[name] ?? 0), 0)).toBeLessThan(OWN_BUDGET);
});

test('the zip holds nothing of the workspace around the app, and no optional packages', () => {
  expect(names.filter((name) => /@kolvera|iconv-lite|^apps\//.test(name))).toEqual([]);
});

test('no entry of the zip is a link', () => {
  expect(linksIn(readFileSync(buildZip))).toBe(0);
});

/** Counts the entries whose Unix mode in the zip's central directory is a symbolic link's. */
function linksIn(zip: Buffer): number {
  const header = Buffer.from('PK\x01\x02', 'latin1');
  let links = 0;
  for (let at = zip.indexOf(header); at >= 0; at = zip.indexOf(header, at + 46)) {
    const mode = zip.readUInt32LE(at + 38) >>> 16;
    if ((mode & 0o170000) === 0o120000) links += 1;
  }
  return links;
}
