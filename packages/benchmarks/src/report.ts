/** @module A run as data: what --json prints, and what the text and the document are written from. */
import type { Contest, Result } from './contest.ts';
import { judge, timesOf, type Verdict } from './goals.ts';
import type { Machine } from './machine.ts';
import { type Spread, speedRatio, spread } from './statistics.ts';

export interface Report {
  /** Whether every goal is met. */
  readonly met: boolean;
  readonly machine: Machine;
  readonly contests: readonly ContestReport[];
}

export interface ContestReport extends Pick<Contest, 'id' | 'title' | 'baseline' | 'note'> {
  readonly rounds: number;
  readonly contestants: readonly {
    readonly name: string;
    /** Nanoseconds per operation. */
    readonly time: Spread;
    /** How many times as fast as the baseline. */
    readonly ratio: Spread;
  }[];
  readonly goals: readonly Verdict[];
}

export function report(results: readonly Result[], machine: Machine): Report {
  const contests = results.map(contestReport);
  return { met: contests.every(({ goals }) => goals.every(({ met }) => met)), machine, contests };
}

function contestReport(result: Result): ContestReport {
  const { contest, timings } = result;
  const baseline = timesOf(contest.baseline, timings);
  return {
    id: contest.id,
    title: contest.title,
    baseline: contest.baseline,
    ...(contest.note === undefined ? {} : { note: contest.note }),
    rounds: baseline.length,
    contestants: [...timings].map(([name, times]) => ({
      name,
      time: spread(times),
      ratio: speedRatio(times, baseline),
    })),
    goals: contest.goals.map((goal) => judge(goal, result)),
  };
}

/** The report for a terminal. */
export function asText({ contests, machine, met }: Report): string {
  return [
    `${describe(machine)}\n`,
    ...contests.map(contestText),
    met ? 'Every goal is met.' : 'A goal is not met.',
  ].join('\n');
}

function contestText({ title, baseline, contestants, goals }: ContestReport): string {
  const width = Math.max(...contestants.map(({ name }) => name.length));
  const lines = contestants.map(
    ({ name, time, ratio }) =>
      `  ${name.padEnd(width)} ${perSecond(time).padStart(11)}/s  ${times(ratio)}`,
  );
  return [`${title}, times ${baseline}`, ...lines, ...goals.map(goalText), ''].join('\n');
}

function goalText({ met, ours, rival, ratio, atLeast }: Verdict): string {
  const verdict = met ? 'met' : 'NOT MET';
  return `  Goal ${atLeast.toFixed(2)} ${verdict}: ${ours} is ${times(ratio)} times as fast as ${rival}`;
}

/** The report as docs/benchmarks.md. */
export function asMarkdown({ contests, machine }: Report): string {
  return `# Benchmarks

Made by \`npm run bench -- --write\`. Ratios carry over to other machines; absolute figures do not.

${describe(machine)}

Each contestant runs in every round, for some milliseconds, in an order that rotates. A ratio is the
median, over the rounds, of how many times as fast a contestant was as the baseline in the same round; in
brackets, the range of the middle half of the rounds. Each peer gets the body in the form that it
takes; its price is that of verifying alone unless the heading says more.

| goal | at least | measured | |
| --- | ---: | ---: | --- |
${contests.flatMap(goalRows).join('\n')}

${contests.map(contestMarkdown).join('\n')}
## Versions

${Object.entries(machine.packages)
  .map(([name, version]) => `- ${name} ${version}`)
  .join('\n')}
`;
}

function goalRows({ title, goals }: ContestReport): string[] {
  return goals.map(
    ({ ours, rival, ratio, atLeast, met }) =>
      `| ${title}: ${ours}, times ${rival} | ${atLeast.toFixed(2)} | ${times(ratio)} | ${met ? 'met' : '**not met**'} |`,
  );
}

function contestMarkdown({ title, note, baseline, rounds, contestants }: ContestReport): string {
  const rows = contestants.map(
    ({ name, time, ratio }) => `| ${name} | ${perSecond(time)} | ${times(ratio)} |`,
  );
  return `## ${title}
${note === undefined ? '' : `\n${note}\n`}
| ${rounds} rounds | per second | times ${baseline} |
| --- | ---: | ---: |
${rows.join('\n')}
`;
}

function describe({ processor, cores, memory, system, node, load }: Machine): string {
  const figures = `${processor}, ${cores} cores, ${memory} GB, ${system}, Node.js ${node}`;
  return `${figures}; load before the run ${load.toFixed(1)}.`;
}

function perSecond({ median }: Spread): string {
  return Math.round(1e9 / median).toLocaleString('en');
}

function times({ median, low, high }: Spread): string {
  return `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}
