/** @module `npm run bench`: every contest and its goals, as a table. */
import { execFile } from 'node:child_process';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { Comparison } from './contest.ts';
import { contests } from './contests/index.ts';
import { judge } from './verdict.ts';

const PROGRAM = fileURLToPath(new URL('run-contest.ts', import.meta.url));

const { values: flags } = parseArgs({ options: { check: { type: 'boolean' } } });
const load = loadavg()[0]?.toFixed(1);

/** By contest and rival, one for each run. */
const comparisons = new Map<string, Comparison[]>();
for (let left = flags.check ? 3 : 1; left > 0; left--) {
  for (const contest of Object.keys(contests)) {
    console.error(`${contest} …`);
    const args = [...process.execArgv, '--expose-gc', PROGRAM, contest];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const ran: readonly Comparison[] = JSON.parse(stdout);
    for (const comparison of ran) {
      const { ours, rival, atLeast } = comparison;
      const goal = `${contest}: ${ours} | ${rival} | ${atLeast.toFixed(2)}`;
      comparisons.set(goal, [...(comparisons.get(goal) ?? []), comparison]);
    }
  }
}

console.log(`${cpus()[0]?.model}, ${availableParallelism()} processors, Node.js ${process.version}, \
load before the run ${load}.

| ours | compared with | at least | measured | |
| --- | --- | ---: | ---: | --- |`);
for (const [goal, runs] of comparisons) {
  const { ratio, low, high, result } = judge(runs);
  const range = `${low.toFixed(2)}–${high.toFixed(2)}`;
  console.log(`| ${goal} | ${ratio.toFixed(2)} (${range}) | ${result} |`);
  if (flags.check && result === 'MISSED') process.exitCode = 1;
}
console.log(`
In brackets: the range of the middle half of the rounds. A ratio that misses its goal by less than
this range is wide is "within its spread", which is no failure.`);
