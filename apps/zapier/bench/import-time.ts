/**
 * @module How long the built app takes to load on Node 22, beside zapier-platform-core alone: what our
 * code adds to a cold start on Zapier. Goal: at most 1.10 times. Each process loads the core, which the
 * app needs first, and then the app, so that both figures come from the same moment.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { node22 } from '@kolvera/test-support/node22';
import decompress from 'zapier-platform-cli/src/utils/decompress.js';
import { buildZip } from '../test/zapier/lambda.ts';

const PROCESSES = 15;
const GOAL = 1.1;
const PROGRAM = `
  const start = performance.now();
  await import('zapier-platform-core');
  const core = performance.now() - start;
  await import('./zapierwrapper.js');
  console.log((performance.now() - start) / core);`;

const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-bench-'));
try {
  await decompress(buildZip, folder);
  const args = ['--input-type=module', '--eval', PROGRAM];
  const ratios = Array.from({ length: PROCESSES }, () =>
    Number(execFileSync(node22(), args, { cwd: folder, encoding: 'utf8' })),
  ).sort((a, b) => a - b);
  const median = Number(ratios[Math.floor(PROCESSES / 2)]);
  console.log(`${median.toFixed(3)} times zapier-platform-core (goal: at most ${GOAL.toFixed(2)})`);
  if (median > GOAL) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
