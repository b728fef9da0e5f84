/** @module `npm run bench`: the contests, one after the other, and their report. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Contest, type Effort, type Result, run } from './contest.ts';
import { httpContest } from './contests/http.ts';
import { parseContest } from './contests/parse.ts';
import { receiveContest } from './contests/receive.ts';
import { verifyContest } from './contests/verify.ts';
import { largeBodies, sampleBodies } from './deliveries.ts';
import { thisMachine } from './machine.ts';
import { asMarkdown, asText, report } from './report.ts';

const USAGE = `Usage: npm run bench -- [--check] [--json] [--write]
  --check  exit with 1 when a goal is not met
  --json   print the report for machines
  --write  write it to docs/benchmarks.md
`;

const DOCUMENT = new URL('../../../docs/benchmarks.md', import.meta.url);

const IN_PROCESS: Effort = { rounds: 101, batchMs: 10 };
/** Longer batches, because two processes have to get going. */
const BETWEEN_PROCESSES: Effort = { rounds: 41, batchMs: 60 };

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: { check: { type: 'boolean' }, json: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  const samples = sampleBodies();
  const large = largeBodies(10 * 1024);
  const contests = [
    verifyContest(1),
    verifyContest(10),
    verifyContest(256),
    receiveContest('receive-1kb', 'Verify, parse, normalise, dispatch about 1 KB', samples, 1.1),
    receiveContest('receive-10kb', 'Verify, parse, normalise, dispatch 10 KB', large, 0.95),
    parseContest('parse-1kb', 'Reading an event of about 1 KB', samples),
    parseContest('parse-10kb', 'Reading an event of 10 KB', large),
  ];
  const results: Result[] = [];
  for (const contest of contests) results.push(await announced(contest, IN_PROCESS));
  const http = await httpContest();
  try {
    results.push(await announced(http, BETWEEN_PROCESSES));
  } finally {
    http.stop();
  }

  const made = report(results, thisMachine());
  console.log(flags.json ? JSON.stringify(made, undefined, 2) : asText(made));
  if (flags.write) await writeFile(DOCUMENT, asMarkdown(made));
  if (flags.check && !made.met) process.exitCode = 1;
}

/** To stderr, so that --json leaves nothing but JSON on stdout. */
function announced(contest: Contest, effort: Effort): Promise<Result> {
  console.error(`${contest.title} …`);
  return run(contest, effort);
}

main().catch((error: unknown) => {
  const isUsage =
    error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  console.error(isUsage ? USAGE : error);
  process.exitCode = 2;
});
