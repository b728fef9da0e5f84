/** @module A contest: our way to do a job and those of others, timed in interleaved rounds. */
import { measure } from 'mitata';

/** One way to do the job. */
export interface Contestant {
  readonly name: string;
  /** Does the job once and throws if that fails; or, as mitata's generator, prepares it untimed. */
  readonly job: () => unknown;
}

export interface Rival extends Contestant {
  /** The goal: how many times as fast as this rival ours has to be. */
  readonly atLeast: number;
}

export interface Contest {
  readonly ours: Contestant;
  readonly rivals: readonly Rival[];
  /** How often each contestant is timed in a round, at least: 40 unless a job takes long. */
  readonly samples?: number;
  /** The same before the first round, so that its code is compiled: 2,000 unless that is too few. */
  readonly warmUp?: number;
}

/** How many times as fast as one rival ours was in one run. */
export interface Comparison {
  readonly ours: string;
  readonly rival: string;
  readonly atLeast: number;
  /** One for each round. */
  readonly ratios: readonly number[];
}

/** Runs all contestants in every round, forwards and backwards in turn. */
export async function run(
  { ours, rivals, samples = 40, warmUp = 2000 }: Contest,
  { rounds: count, roundMs } = { rounds: 25, roundMs: 40 },
): Promise<readonly Comparison[]> {
  const contestants = [ours, ...rivals];
  for (const { job } of contestants) await time(job, warmUp, 0);
  const rounds: Map<string, number>[] = [];
  for (let round = 0; round < count; round++) {
    const times = new Map<string, number>();
    for (const { name, job } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      times.set(name, await time(job, samples, roundMs));
    }
    rounds.push(times);
  }
  return rivals.map(({ name, atLeast }) => ({
    ours: ours.name,
    rival: name,
    atLeast,
    ratios: rounds.map((times) => Number(times.get(name)) / Number(times.get(ours.name))),
  }));
}

/** @returns the median time of the job, in nanoseconds. */
async function time(job: Contestant['job'], samples: number, milliseconds: number) {
  const { p50 } = await measure(job, {
    min_cpu_time: milliseconds * 1e6,
    min_samples: samples,
    // Short batches, of which few wait for a processor on a busy machine.
    batch_samples: 16,
    warmup_samples: 20,
    warmup_threshold: 10e6,
    // mitata's substitute for Node's own collects by allocating a gigabyte.
    gc: globalThis.gc ?? false,
  });
  return p50;
}

/** Fast and wrong counts for nothing. */
export function check(isRight: boolean): void {
  if (!isRight) throw new Error('A contestant did its job wrongly.');
}
