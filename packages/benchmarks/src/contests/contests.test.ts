/** @slow Starts servers, and needs the built command. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check, run } from '../contest.ts';
import { contests } from './index.ts';

/** Enough to see that jobs are done rightly; says nothing about speed. */
const effort = { rounds: 2, roundMs: 0 };

const document = readFileSync(new URL('../../../../docs/benchmarks.md', import.meta.url), 'utf8');

test.each(Object.entries(contests))(
  '%s: all do their job, and docs/benchmarks.md has the goals',
  { timeout: 120_000 },
  async (name, make) => {
    const contest = await make();
    for (const { ours, rival, atLeast, ratios } of await run(
      { ...contest, samples: 1, warmUp: 1 },
      effort,
    )) {
      expect(ratios).toEqual([expect.any(Number), expect.any(Number)]);
      for (const ratio of ratios) expect(ratio).toBeGreaterThan(0);
      expect(document).toContain(`| ${name}: ${ours} | ${rival} | ${atLeast.toFixed(2)} |`);
    }
  },
);

test('a job done wrongly ends the run', async () => {
  const right = { name: 'right', job: () => {} };
  const wrong = { name: 'wrong', atLeast: 1, job: async () => check(false) };
  await expect(run({ ours: right, rivals: [wrong], warmUp: 1 }, effort)).rejects.toThrow(
    'did its job wrongly',
  );
});
