/** @module A contest: several ways to do one job, timed in interleaved rounds of one run. */

/** One way to do the job. */
export interface Contestant {
  readonly name: string;
  /**
   * Does the job so many times.
   * @returns milliseconds per job.
   * @throws Error when it was done wrongly: speed without the job done means nothing.
   */
  readonly time: (times: number) => Promise<number>;
  /** Done before each batch and not timed: signatures that expire, requests to send. */
  readonly prepare?: (times: number) => void;
}

/** What the project promises of its speed, as a ratio. */
export interface Goal {
  /** The contestant that is ours. */
  readonly ours: string;
  /** Those it is held against. With several, the one that it beats by least counts. */
  readonly against: readonly string[];
  /** How many times as fast it has to be, at least. */
  readonly atLeast: number;
}

export interface Contest {
  /** Short and stable: goals and machines refer to it. */
  readonly id: string;
  readonly title: string;
  /** Names the contestant with which the others are compared. */
  readonly baseline: string;
  readonly contestants: readonly Contestant[];
  readonly goals: readonly Goal[];
  /** What a reader has to know to read the figures rightly. */
  readonly note?: string;
}

export interface Effort {
  readonly rounds: number;
  /** How long a contestant works in each round, in milliseconds. */
  readonly batchMs: number;
  /** How long it works before the first round, so that its code is compiled. */
  readonly warmUpMs: number;
}

/** Nanoseconds per operation by contestant, a number per round; index n is round n for all. */
export type Timings = ReadonlyMap<string, readonly number[]>;

export interface Result {
  readonly contest: Contest;
  readonly timings: Timings;
}

/**
 * Times every contestant in every round, in an order that rotates, so that no one always runs after
 * the same neighbour.
 */
export async function run(contest: Contest, effort: Effort): Promise<Result> {
  const batches = new Map<Contestant, number>();
  const timings = new Map<string, number[]>();
  for (const contestant of contest.contestants) {
    batches.set(contestant, await batchSize(contestant, effort));
    timings.set(contestant.name, []);
  }
  for (let round = 0; round < effort.rounds; round++) {
    for (const contestant of rotate(contest.contestants, round)) {
      const perJob = await batch(contestant, batches.get(contestant) ?? 1);
      timings.get(contestant.name)?.push(perJob * 1e6);
    }
  }
  return { contest, timings };
}

/** What several runs of one contest come to, with the rounds of all. */
export function joined([first, ...others]: readonly [Result, ...Result[]]): Result {
  const timings = new Map<string, number[]>();
  for (const { timings: each } of [first, ...others]) {
    for (const [name, times] of each) timings.set(name, [...(timings.get(name) ?? []), ...times]);
  }
  return { contest: first.contest, timings };
}

/**
 * Warms the contestant up, and finds out how many jobs fill a batch. The fastest time counts: a pause
 * of the machine must not make the batches small.
 */
async function batchSize(contestant: Contestant, { batchMs, warmUpMs }: Effort): Promise<number> {
  const end = performance.now() + warmUpMs;
  let times = 1;
  let fastest = Number.POSITIVE_INFINITY;
  for (;;) {
    fastest = Math.min(fastest, await batch(contestant, times));
    const wanted = Math.max(1, Math.round(batchMs / fastest));
    if (wanted <= 2 * times && performance.now() >= end) return wanted;
    times = Math.min(wanted, 10 * times);
  }
}

/** @returns milliseconds per job. */
async function batch({ name, prepare, time }: Contestant, times: number): Promise<number> {
  prepare?.(times);
  // Nobody cleans up after another, or after the preparation.
  globalThis.gc?.();
  try {
    return await time(times);
  } catch (cause) {
    throw new Error(`${name} did its job wrongly.`, { cause });
  }
}

/** One job after the other, awaited only if it is asynchronous, since awaiting has its price. */
export function repeat(once: () => boolean | Promise<boolean>): Contestant['time'] {
  return async (times) => {
    const start = performance.now();
    const first = once();
    const right =
      first instanceof Promise
        ? (await first) && (await repeatAwaited(once, times - 1))
        : first && repeatPlain(once, times - 1);
    const elapsed = performance.now() - start;
    if (!right) throw new Error('The job was done wrongly.');
    return elapsed / times;
  };
}

function repeatPlain(once: () => boolean | Promise<boolean>, times: number): boolean {
  let right = true;
  for (let i = 0; i < times; i++) right = once() === true && right;
  return right;
}

async function repeatAwaited(
  once: () => boolean | Promise<boolean>,
  times: number,
): Promise<boolean> {
  let right = true;
  for (let i = 0; i < times; i++) right = (await once()) && right;
  return right;
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
