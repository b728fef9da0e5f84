/** @module What the run has shown. */
import type { StoredRuns } from './stored-runs.mts';

/** Runs that a worker has at hand at the same time, n8n's default. */
const CONCURRENCY = 10;

export interface QueueRun extends StoredRuns {
  /** Event ids in the order in which they were sent. */
  readonly order: readonly string[];
  /** Answers, by status and what they said. */
  readonly answers: ReadonlyMap<string, number>;
  readonly accepted: ReadonlySet<string>;
  /** Deliveries that were sent again, because they were not answered with success. */
  readonly sentAgain: number;
  readonly seconds: number;
}

/** Prints the numbers. @returns what must not be, in sentences. */
export function report(run: QueueRun): readonly string[] {
  const { order, answers, accepted, sentAgain, seconds, runs, endings, rows, passed } = run;
  const repeats = order.length - accepted.size;
  const lines = {
    'deliveries sent': `${order.length} (${accepted.size} events, ${repeats} repeats) in ${Math.round(seconds)} s`,
    'sent again, unanswered': sentAgain,
    answered: [...answers].map(([answer, count]) => `${count} × ${answer}`).join(', '),
    runs: Object.entries(endings)
      .map(([ending, count]) => `${count} ${ending}`)
      .join(', '),
    'events run more than once': moreThanOnce(runs),
    'rows written (upsert)': rows.size,
    'events past Remove Duplicates': passed.size,
    'of these, more than once': moreThanOnce(passed),
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(30)} ${value}`);
  const withoutRow = [...accepted].filter((id) => !rows.has(id));
  console.log(`${'events without a row'.padEnd(30)} ${withoutRow.length}`);
  // n8n ends the runs that a killed worker had at hand, and does not begin them again.
  const { success = 0, ...others } = endings;
  const broken = Object.values(others).reduce((sum, count) => sum + count, 0);
  const failures: string[] = [];
  if (success === 0) failures.push('no run succeeded');
  if (withoutRow.length > CONCURRENCY) failures.push('more events have no row than a worker holds');
  if (withoutRow.length > broken) failures.push('an event has no row, and no run that says why');
  return failures;
}

function moreThanOnce(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].filter((count) => count > 1).length;
}
