/**
 * @module The published package, checked by n8n's rules.
 * @slow Builds and scans the package.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { linkN8nTools } from '../scripts/n8n-tools.mts';
import { templates } from '../scripts/templates.mts';
import { loadBuiltNode } from './built-node.mts';
import { type PackedNode, packNode } from './packed-node.mts';

const SCAN_TIME_LIMIT_MS = 60_000;
/** The first run installs n8n's scanner. */
const INSTALL_TIME_LIMIT_MS = 600_000;
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

let packed: PackedNode;
let unpacked: string;

beforeAll(async () => {
  await linkN8nTools();
  packed = await packNode();
  unpacked = await mkdtemp(join(tmpdir(), 'kolvera-n8n-unpacked-'));
  await run('tar', ['-xzf', packed.tarball, '-C', unpacked, '--strip-components=1']);
}, INSTALL_TIME_LIMIT_MS);

afterAll(async () => {
  await packed.remove();
  await rm(unpacked, { recursive: true, force: true });
});

test('the tarball is smaller than 80 KB', () => {
  expect(packed.size).toBeLessThan(80_000);
});

test('the tarball holds the built node, the icons, the codex and the templates, and nothing else', async () => {
  expect(packed.files).toEqual([
    'LICENSE',
    'README.md',
    'dist/credentials/KolveraApi.credentials.js',
    'dist/icons/kolvera.dark.svg',
    'dist/icons/kolvera.svg',
    'dist/nodes/KolveraTrigger/KolveraTrigger.node.js',
    'dist/nodes/KolveraTrigger/KolveraTrigger.node.json',
    'package.json',
    ...(await templates()).map(({ file }) => `templates/${file}`),
  ]);
});

test('the built node loads, and has no runtime dependency', () => {
  expect(loadBuiltNode().description.name).toBe('kolveraTrigger');
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
});

// What n8n's scanner checks before a node is verified: the compiled files of the tarball, and the
// sources at the commit that the tarball was built from.
const scans = [
  ['tarball', () => unpacked, ['**/*.js', 'package.json']],
  ['sources', () => packageFolder, ['package.json', '{nodes,credentials}/**/*.{js,ts,json}']],
] as const;

test.each(scans)(
  "n8n's scanner finds nothing in the %s",
  async (_, folder, patterns) => {
    const { NODE_ENV: _test, ...env } = process.env;
    const script = fileURLToPath(new URL('scan.mjs', import.meta.url));
    const { stdout } = await run(process.execPath, [script, folder(), ...patterns], { env });
    expect(JSON.parse(stdout)).toEqual({ passed: true });
  },
  SCAN_TIME_LIMIT_MS,
);
