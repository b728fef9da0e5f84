/** @module Whether the runs of a contest met its goal. */
import type { Comparison } from './contest.ts';

/**
 * A ratio that misses its goal by less than its own spread is no failure.
 * @returns the median of the runs, each the median of its rounds, and the middle half of all rounds.
 */
export function judge(runs: readonly Comparison[]) {
  const ratio = quantile(
    runs.map(({ ratios }) => quantile(ratios, 0.5)),
    0.5,
  );
  const all = runs.flatMap(({ ratios }) => ratios);
  const [low, high] = [quantile(all, 0.25), quantile(all, 0.75)];
  const missedBy = Math.max(...runs.map(({ atLeast }) => atLeast)) - ratio;
  const result = missedBy <= 0 ? 'met' : missedBy < high - low ? 'within its spread' : 'MISSED';
  return { ratio, low, high, result };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}
