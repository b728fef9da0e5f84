import { expect, test } from 'vitest';
import type { Result } from './contest.ts';
import type { Machine } from './machine.ts';
import { asMarkdown, asText, report } from './report.ts';

const machine: Machine = {
  processor: 'A processor',
  cores: 2,
  memory: 4,
  system: 'Linux x64',
  load: 0.25,
  node: '24.0.0',
  packages: { stripe: '1.2.3' },
};

function result(atLeast: number): Result {
  return {
    contest: {
      id: 'adding',
      title: 'Adding',
      baseline: 'by hand',
      contestants: [],
      goals: [{ ours: 'ours', against: ['by hand'], atLeast }],
    },
    timings: new Map([
      ['by hand', [2000, 2000, 2000]],
      ['ours', [1000, 1600, 2000]],
    ]),
  };
}

test('a run is met when every goal is', () => {
  expect(report([result(1.25), result(1.2)], machine).met).toBe(true);
  expect(report([result(1.25), result(1.26)], machine).met).toBe(false);
});

test('the report for machines', () => {
  expect(JSON.parse(JSON.stringify(report([result(1)], machine)))).toEqual({
    met: true,
    machine,
    contests: [
      {
        id: 'adding',
        title: 'Adding',
        baseline: 'by hand',
        rounds: 3,
        contestants: [
          {
            name: 'by hand',
            time: { low: 2000, median: 2000, high: 2000 },
            ratio: { low: 1, median: 1, high: 1 },
          },
          {
            name: 'ours',
            time: { low: 1300, median: 1600, high: 1800 },
            ratio: { low: 1.125, median: 1.25, high: 1.625 },
          },
        ],
        goals: [
          {
            ours: 'ours',
            against: ['by hand'],
            atLeast: 1,
            rival: 'by hand',
            ratio: { low: 1.125, median: 1.25, high: 1.625 },
            met: true,
          },
        ],
      },
    ],
  });
});

test('the report for a terminal', () => {
  expect(asText(report([result(1.3)], machine))).toMatchInlineSnapshot(`
    "A processor, 2 cores, 4 GB, Linux x64, Node.js 24.0.0; load before the run 0.3.

    Adding, times by hand
      by hand     500,000/s  1.00 (1.00–1.00)
      ours        625,000/s  1.25 (1.13–1.63)
      Goal 1.30 NOT MET: ours is 1.25 (1.13–1.63) times as fast as by hand

    A goal is not met."
  `);
});

test('a note stands above its table', () => {
  const { contest, timings } = result(1);
  const noted = { contest: { ...contest, note: 'Read this first.' }, timings };
  expect(asMarkdown(report([noted], machine))).toContain(
    '## Adding\n\nRead this first.\n\n| 3 rounds',
  );
});

test('the document', () => {
  expect(asMarkdown(report([result(1.2), result(1.3)], machine))).toMatchInlineSnapshot(`
    "# Benchmarks

    Made by \`npm run bench -- --write\`. Ratios carry over to other machines; absolute figures do not.

    A processor, 2 cores, 4 GB, Linux x64, Node.js 24.0.0; load before the run 0.3.

    Each contestant runs in every round, for some milliseconds, in an order that rotates. A ratio is the
    median, over the rounds, of how many times as fast a contestant was as the baseline in the same round; in
    brackets, the range of the middle half of the rounds. Each peer gets the body in the form that it
    takes; its price is that of verifying alone unless the heading says more.

    | goal | at least | measured | |
    | --- | ---: | ---: | --- |
    | Adding: ours, times by hand | 1.20 | 1.25 (1.13–1.63) | met |
    | Adding: ours, times by hand | 1.30 | 1.25 (1.13–1.63) | **not met** |

    ## Adding

    | 3 rounds | per second | times by hand |
    | --- | ---: | ---: |
    | by hand | 500,000 | 1.00 (1.00–1.00) |
    | ours | 625,000 | 1.25 (1.13–1.63) |

    ## Adding

    | 3 rounds | per second | times by hand |
    | --- | ---: | ---: |
    | by hand | 500,000 | 1.00 (1.00–1.00) |
    | ours | 625,000 | 1.25 (1.13–1.63) |

    ## Versions

    - stripe 1.2.3
    "
  `);
});
