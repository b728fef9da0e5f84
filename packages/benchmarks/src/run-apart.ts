/**
 * @module A contest in processes of its own. In one process the heap and the compiled code of those
 * before come first, and one start of the same code differs from the next by up to a tenth.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Contest, type Effort, joined, type Result, run } from './contest.ts';
import { inProcessContests } from './contests/in-process.ts';
import { firstMessage } from './first-message.ts';

const FILE = fileURLToPath(import.meta.url);

/**
 * @param contest one of `inProcessContests`.
 * @param effort of each process.
 * @param starts how many processes run it, one after the other; at least one.
 * @param execArgv Node's own arguments for them.
 * @returns the rounds of all.
 * @throws Error when a contestant did its job wrongly; its process has said how.
 */
export async function runApart(
  contest: Contest,
  effort: Effort,
  starts: number,
  execArgv = process.execArgv,
): Promise<Result> {
  const result = await runOnce(contest, effort, execArgv);
  if (starts === 1) return result;
  return joined([result, await runApart(contest, effort, starts - 1, execArgv)]);
}

async function runOnce(
  contest: Contest,
  effort: Effort,
  execArgv: readonly string[],
): Promise<Result> {
  const child = fork(FILE, [contest.id, JSON.stringify(effort)], {
    execArgv: [...execArgv],
    serialization: 'advanced',
  });
  const timings = await firstMessage(child, contest.title);
  return { contest, timings };
}

async function runHere(id: string | undefined, effort: string | undefined): Promise<void> {
  const contest = inProcessContests().find((each) => each.id === id);
  if (contest === undefined) throw new RangeError(`There is no contest ${id}.`);
  const { timings } = await run(contest, JSON.parse(effort ?? ''));
  process.send?.(timings);
  process.disconnect();
}

if (process.argv[1] === FILE) await runHere(process.argv[2], process.argv[3]);
