/** @module What the run has shown. */
import type { StoredRun, Written } from './stored-runs.mts';

export interface QueueRun extends Written {
  /** Event ids in the order in which they were sent. */
  readonly order: readonly string[];
  /** Responses, by status and message. */
  readonly answers: ReadonlyMap<string, number>;
  readonly accepted: ReadonlySet<string>;
  /** Deliveries that were sent again, because they were not answered with success. */
  readonly sentAgain: number;
  readonly seconds: number;
  /** As n8n listed them before any was retried. */
  readonly runs: readonly StoredRun[];
  /** How the retries of those that had not succeeded ended. */
  readonly retried: readonly string[];
}

/** Prints the numbers. @returns what must not be, in sentences. */
export function report(run: QueueRun): readonly string[] {
  const { order, answers, accepted, sentAgain, seconds, runs, retried, rows, passed } = run;
  const repeats = order.length - accepted.size;
  const runsOf = countsOf(runs.map(({ eventId }) => eventId));
  const lines = {
    'deliveries sent': `${order.length} (${accepted.size} events, ${repeats} repeats) in ${Math.round(seconds)} s`,
    'sent again, unanswered': sentAgain,
    answered: inWords(answers),
    runs: inWords(countsOf(runs.map(({ status }) => status))),
    'retried by hand': inWords(countsOf(retried)),
    'events run more than once': moreThanOnce(runsOf),
    'rows written (upsert)': rows.size,
    'events past Remove Duplicates': passed.size,
    'of these, more than once': moreThanOnce(passed),
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(30)} ${value}`);
  const unlisted = [...accepted].filter((id) => !runsOf.has(id));
  const withoutRow = [...accepted].filter((id) => !rows.has(id));
  const failures: string[] = [];
  if (unlisted.length > 0) failures.push(`accepted, and n8n lists no run: ${unlisted.join(', ')}`);
  if (withoutRow.length > 0) failures.push(`accepted, and never run: ${withoutRow.join(', ')}`);
  return failures;
}

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function inWords(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
}

function moreThanOnce(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].filter((count) => count > 1).length;
}
