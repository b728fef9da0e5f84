/** @module A contest: several ways to do one job, timed in interleaved rounds of one run. */

import type { Goal } from './goals.ts';

/** One way to do the job. */
export interface Contestant {
  readonly name: string;
  /** Does the job so many times. @returns whether it was done rightly each time. */
  readonly work: (times: number) => boolean | Promise<boolean>;
  /** Done before each round and not timed: signatures that expire, requests to send. */
  readonly prepare?: (times: number) => void;
}

export interface Contest {
  /** Short and stable: goals and machines refer to it. */
  readonly id: string;
  readonly title: string;
  /** Names the contestant with which the others are compared. */
  readonly baseline: string;
  readonly contestants: readonly Contestant[];
  readonly goals: readonly Goal[];
}

export interface Effort {
  readonly rounds: number;
  /** How long a contestant works in each round, in milliseconds. */
  readonly batchMs: number;
}

/** Nanoseconds per operation by contestant, a number per round; index n is round n for all. */
export type Timings = ReadonlyMap<string, readonly number[]>;

export interface Result {
  readonly contest: Contest;
  readonly timings: Timings;
}

/**
 * Times every contestant in every round, in an order that rotates, so that no one always runs after
 * the same neighbour's garbage.
 *
 * @throws Error when a contestant does its job wrongly: speed without it means nothing.
 */
export async function run(contest: Contest, effort: Effort): Promise<Result> {
  const batches = new Map<Contestant, number>();
  const timings = new Map<string, number[]>();
  for (const contestant of contest.contestants) {
    batches.set(contestant, await batchSize(contestant, effort.batchMs));
    timings.set(contestant.name, []);
  }
  for (let round = 0; round < effort.rounds; round++) {
    globalThis.gc?.();
    for (const contestant of rotate(contest.contestants, round)) {
      const times = batches.get(contestant) ?? 1;
      const elapsed = await time(contestant, times);
      timings.get(contestant.name)?.push((elapsed * 1e6) / times);
    }
  }
  return { contest, timings };
}

/** Warms the contestant up for three batches, and finds out how many operations fill one. */
async function batchSize(contestant: Contestant, batchMs: number): Promise<number> {
  let times = 1;
  let elapsed = await time(contestant, times);
  const deadline = performance.now() + 3 * batchMs;
  while (elapsed < batchMs && (elapsed < batchMs / 2 || performance.now() < deadline)) {
    times = Math.ceil(times * Math.min(10, Math.max(1.1, batchMs / Math.max(elapsed, 0.001))));
    elapsed = await time(contestant, times);
  }
  return Math.max(1, Math.round((times * batchMs) / elapsed));
}

/** @returns milliseconds. */
async function time(contestant: Contestant, times: number): Promise<number> {
  contestant.prepare?.(times);
  const start = performance.now();
  const right = await contestant.work(times);
  const elapsed = performance.now() - start;
  if (!right) throw new Error(`${contestant.name} did its job wrongly.`);
  return elapsed;
}

/** Work that is one job after the other, awaited only if it is asynchronous: awaiting has its price. */
export function repeat(once: () => boolean | Promise<boolean>): Contestant['work'] {
  return (times) => {
    const first = once();
    if (first instanceof Promise) return repeatAsync(first, once, times - 1);
    let right = first;
    for (let i = 1; i < times; i++) right = once() === true && right;
    return right;
  };
}

async function repeatAsync(
  first: Promise<boolean>,
  once: () => boolean | Promise<boolean>,
  times: number,
): Promise<boolean> {
  let right = await first;
  for (let i = 0; i < times; i++) right = (await once()) && right;
  return right;
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
