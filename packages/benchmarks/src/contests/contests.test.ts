/** @slow Starts servers in processes of their own. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Contest, run } from '../contest.ts';
import { thisMachine } from '../machine.ts';
import { report } from '../report.ts';
import { runApart } from '../run-apart.ts';
import { commandContest } from './command.ts';
import { startHttpContests } from './http.ts';
import { inProcessContests } from './in-process.ts';

/** Enough to see that the job is done rightly; nothing here says anything about speed. */
const effort = { rounds: 2, batchMs: 0.1, warmUpMs: 0 };

let document: string;
beforeAll(async () => {
  document = await readFile(new URL('../../../../docs/benchmarks.md', import.meta.url), 'utf8');
});

async function expectWhole(contest: Contest): Promise<void> {
  const result = await run(contest, effort);
  const [made] = report([result], thisMachine()).contests;
  expect(made?.contestants.map(({ name }) => name)).toContain(contest.baseline);
  expect(made?.goals).toHaveLength(contest.goals.length);
  // Run `npm run bench -- --write` when a contest is added or renamed.
  expect(document).toContain(`\n## ${contest.title}\n`);
  for (const { name } of contest.contestants) expect(document).toContain(`\n| ${name} |`);
}

describe('every contestant does its job, every goal can be judged, and the document has both', () => {
  test.each(inProcessContests())('$title', expectWhole, 30_000);

  test('the command, from its sources', async () => {
    const command = new URL('../../../../apps/cli/bin/kolvera.js', import.meta.url);
    await expectWhole(commandContest(fileURLToPath(command)));
  }, 30_000);

  test('in processes of its own', async () => {
    const [contest] = inProcessContests();
    if (contest === undefined) throw new Error('There is no contest.');
    const { timings } = await runApart(contest, effort, 2, ['--conditions=@kolvera/source']);
    expect([...timings.keys()]).toEqual(contest.contestants.map(({ name }) => name));
    for (const times of timings.values()) expect(times).toHaveLength(2 * effort.rounds);
  }, 30_000);

  test('over node:http', async () => {
    const http = await startHttpContests(['--conditions=@kolvera/source']);
    try {
      for (const contest of http.contests) await expectWhole(contest);
    } finally {
      http.stop();
    }
  }, 30_000);
});

test('no two contests have the same id', () => {
  const ids = inProcessContests().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
