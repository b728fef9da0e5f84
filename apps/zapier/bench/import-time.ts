/**
 * @module How long the built app takes to load on Node 22, compared with zapier-platform-core by itself: what a
 * cold start on Zapier pays for our code. Goal: at most 1.10 times.
 *
 * A pair is one fresh process that loads the core, which the app needs first in any case, and then
 * the app. Two processes would be compared as much by what else the machine was doing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node22 } from '@kolvera/test-support/node22';
import decompress from 'zapier-platform-cli/src/utils/decompress.js';

const PAIRS = 15;
const GOAL = 1.1;

const PROGRAM = `
  const start = performance.now();
  await import('zapier-platform-core');
  const core = performance.now() - start;
  await import('./zapierwrapper.js');
  const app = performance.now() - start;
  console.log(JSON.stringify({ core, app }));`;

interface Pair {
  /** Milliseconds until zapier-platform-core was loaded. */
  readonly core: number;
  /** Milliseconds until the app was loaded as well. */
  readonly app: number;
}

const buildZip = fileURLToPath(new URL('../build/build.zip', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-bench-'));

function run(): Pair {
  const args = ['--input-type=module', '--eval', PROGRAM];
  return JSON.parse(execFileSync(node22(), args, { cwd: folder, encoding: 'utf8' }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

try {
  await decompress(buildZip, folder);
  run();
  const pairs = Array.from({ length: PAIRS }, run);
  const ratio = median(pairs.map(({ core, app }) => app / core));
  console.log(
    `zapier-platform-core         ${median(pairs.map(({ core }) => core)).toFixed(1)} ms`,
  );
  console.log(`with the app                 ${median(pairs.map(({ app }) => app)).toFixed(1)} ms`);
  console.log(
    `ratio, median of ${PAIRS} pairs    ${ratio.toFixed(3)} (goal: at most ${GOAL.toFixed(2)})`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
