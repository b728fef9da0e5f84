/** @module Medians and quartiles, so that one disturbed round says nothing. */

/** The middle of some numbers, and the range that holds the middle half of them. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Quartiles by linear interpolation between the nearest ranks. */
export function spread(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('There is no median of nothing.');
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const rank = share * (sorted.length - 1);
    const below = sorted[Math.floor(rank)] as number;
    const above = sorted[Math.ceil(rank)] as number;
    return below + (above - below) * (rank - Math.floor(rank));
  };
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/**
 * How many times as fast one contestant was as another: the quotient of each round, then the
 * median. Two contestants of one round ran within milliseconds of each other, so what else the
 * machine did at that moment slowed both.
 *
 * @param times nanoseconds per operation, a number per round.
 */
export function speedRatio(times: readonly number[], baseline: readonly number[]): Spread {
  if (times.length !== baseline.length) throw new RangeError('The rounds have to be the same.');
  return spread(times.map((time, round) => (baseline[round] as number) / time));
}
