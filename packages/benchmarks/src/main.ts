/** @module `npm run bench`: the contests, one after the other, and their report. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Contest, type Effort, joined, type Result, run } from './contest.ts';
import { commandContest } from './contests/command.ts';
import { SENDER, startHttpContests } from './contests/http.ts';
import { inProcessContests } from './contests/in-process.ts';
import { pin, thisMachine } from './machine.ts';
import { asMarkdown, asText, report } from './report.ts';
import { runApart } from './run-apart.ts';

const USAGE = `Usage: npm run bench -- [--check] [--json] [--write]
  --check  exit with 1 when a goal is not met
  --json   print the report for machines
  --write  write it to docs/benchmarks.md
`;

const DOCUMENT = new URL('../../../docs/benchmarks.md', import.meta.url);

/** Of each start: batches long enough to hold their own garbage collection. */
const IN_PROCESS: Effort = { rounds: 13, batchMs: 25, warmUpMs: 300 };
const IN_PROCESS_STARTS = 5;
/** Longer, because two processes have to get going. */
const BETWEEN_PROCESSES: Effort = { rounds: 9, batchMs: 60, warmUpMs: 200 };

/**
 * So many times all servers are started anew. The same server is up to a tenth faster or slower from
 * one start to the next, and keeps it up as long as it runs: more rounds would not even that out.
 */
const SERVER_STARTS = 11;

/** One process is a batch. */
const A_PROCESS_EACH: Effort = { rounds: 41, batchMs: 1, warmUpMs: 0 };

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    options: { check: { type: 'boolean' }, json: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  const machine = thisMachine();
  const results: Result[] = [];
  for (const contest of inProcessContests()) {
    announce(contest);
    results.push(await runApart(contest, IN_PROCESS, IN_PROCESS_STARTS));
  }
  const command = commandContest();
  announce(command);
  results.push(await run(command, A_PROCESS_EACH));
  results.push(...(await overHttp()));

  const made = report(results, machine);
  console.log(flags.json ? JSON.stringify(made, undefined, 2) : asText(made));
  if (flags.write) await writeFile(DOCUMENT, asMarkdown(made));
  if (flags.check && !made.met) process.exitCode = 1;
}

async function overHttp(): Promise<readonly Result[]> {
  pin(process.pid, SENDER);
  const byContest = new Map<string, [Result, ...Result[]]>();
  for (let start = 0; start < SERVER_STARTS; start++) {
    const http = await startHttpContests();
    try {
      await http.warmUp();
      for (const contest of http.contests) {
        announce(contest);
        const result = await run(contest, BETWEEN_PROCESSES);
        byContest.set(contest.id, [result, ...(byContest.get(contest.id) ?? [])]);
      }
    } finally {
      http.stop();
    }
  }
  return Array.from(byContest.values(), joined);
}

/** To stderr, so that --json leaves nothing but JSON on stdout. */
function announce({ title }: Contest): void {
  console.error(`${title} …`);
}

main().catch((error: unknown) => {
  const isUsage =
    error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
  console.error(isUsage ? USAGE : error);
  process.exitCode = 2;
});
