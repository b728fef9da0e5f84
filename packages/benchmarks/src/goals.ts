/** @module Whether a run kept what the project promises of its speed. */
import type { Goal, Result } from './contest.ts';
import { type Spread, speedRatio } from './statistics.ts';

export interface Verdict extends Goal {
  /** The one of `against` that counted. */
  readonly rival: string;
  readonly ratio: Spread;
  readonly met: boolean;
}

/** The median decides; the spread is shown beside it. */
export function judge(goal: Goal, { timings }: Result): Verdict {
  const ours = timesOf(goal.ours, timings);
  const [hardest] = goal.against
    .map((rival) => ({ rival, ratio: speedRatio(ours, timesOf(rival, timings)) }))
    .sort((a, b) => a.ratio.median - b.ratio.median);
  if (hardest === undefined) throw new RangeError('A goal has to be held against something.');
  return { ...goal, ...hardest, met: hardest.ratio.median >= goal.atLeast };
}

export function timesOf(name: string, timings: Result['timings']): readonly number[] {
  const times = timings.get(name);
  if (times === undefined) throw new RangeError(`No contestant is called ${name}.`);
  return times;
}
