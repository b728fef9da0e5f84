/**
 * @module How long the built app takes to load on Node 22, over zapier-platform-core alone: what a
 * cold start on Zapier pays for our code. Goal: at most 1.10 times.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import decompress from 'zapier-platform-cli/src/utils/decompress.js';
import { node22 } from '../../../scripts/node22.ts';

const PAIRS = 15;
const GOAL = 1.1;

const buildZip = fileURLToPath(new URL('../build/build.zip', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-bench-'));

/** Milliseconds to import a module in a fresh process inside the unpacked zip. */
function importTime(specifier: string): number {
  const program = `
    const start = performance.now();
    await import(${JSON.stringify(specifier)});
    console.log(performance.now() - start);
    process.exit();`;
  const run = ['--input-type=module', '--eval', program];
  return Number(execFileSync(node22(), run, { cwd: folder, encoding: 'utf8' }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

try {
  await decompress(buildZip, folder);
  const [core, app] = ['zapier-platform-core', './zapierwrapper.js'];
  importTime(core);
  importTime(app);
  const pairs = Array.from({ length: PAIRS }, (_, run) => {
    // The order alternates, so that a machine that gets busier favours neither.
    const [first, second] = run % 2 === 0 ? [core, app] : [app, core];
    const times = new Map([
      [first, importTime(first)],
      [second, importTime(second)],
    ]);
    return { core: times.get(core) ?? Number.NaN, app: times.get(app) ?? Number.NaN };
  });
  const ratio = median(pairs.map((pair) => pair.app / pair.core));
  console.log(
    `zapier-platform-core alone  ${median(pairs.map((pair) => pair.core)).toFixed(0)} ms`,
  );
  console.log(`the built app               ${median(pairs.map((pair) => pair.app)).toFixed(0)} ms`);
  console.log(
    `ratio, median of ${PAIRS} pairs   ${ratio.toFixed(3)} (goal: at most ${GOAL.toFixed(2)})`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
