/** @module Runs every check against an endpoint and reports. */
import type { Bench, Check, Finding } from './check.ts';
import { acceptance } from './checks/acceptance.ts';
import { load } from './checks/load.ts';
import { rejection } from './checks/rejection.ts';
import { repetition } from './checks/repetition.ts';
import { robustness } from './checks/robustness.ts';
import { openCounter } from './counter.ts';
import type { SourceFile } from './digest-comparisons.ts';
import { openEndpointClient } from './endpoint-client.ts';

/** In the order in which they run. */
export const checks: readonly Check[] = [
  ...acceptance,
  ...rejection,
  ...robustness,
  ...repetition,
  ...load,
];

export interface CertifyOptions {
  /** The endpoint: an http or https URL. */
  readonly url: string;
  /** The webhook's secret. */
  readonly secret: string;
  /** A URL that answers GET with the number of events handled so far. */
  readonly counter?: string;
  /** The endpoint's source, to see how signatures are compared. */
  readonly source?: readonly SourceFile[];
  /** How many deliveries the load check sends. Default: 1,000. */
  readonly load?: number;
  /** How long a response may take, in milliseconds. Default: 5,000. Kolvera's limit is not published. */
  readonly answerWithinMs?: number;
  /** Aborts the run: pending requests are dropped, and `certify` throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called as each check ends. */
  readonly onResult?: (result: Result) => void;
}

export interface Result {
  readonly id: string;
  readonly promise: string;
  readonly finding: Finding;
  /** How long the check took, in milliseconds. */
  readonly ms: number;
}

export interface Report {
  readonly url: string;
  /** Whether no promise is broken. Untested promises do not count. */
  readonly certified: boolean;
  readonly results: readonly Result[];
}

/** How long to wait for a response. Kolvera is assumed to wait 10 s. */
const GIVE_UP_MS = 10_000;

/**
 * Tests an endpoint from outside, with what Kolvera sends and what others might. The endpoint really
 * handles the events. Checks run one after the other; if the first, a genuine delivery, is refused,
 * the others are skipped, because they would prove nothing.
 *
 * @throws SignatureError for an unusable secret.
 * @throws CounterError `unreadable_counter`, when the counter returns no number.
 */
export async function certify(options: CertifyOptions): Promise<Report> {
  const {
    url,
    secret,
    counter,
    source = [],
    load: deliveries = 1_000,
    answerWithinMs = 5_000,
    signal,
  } = options;
  const bench: Bench = {
    endpoint: openEndpointClient(url, secret, GIVE_UP_MS, signal),
    counter: counter === undefined ? null : openCounter(counter),
    source,
    load: deliveries,
    answerWithinMs,
  };
  const results: Result[] = [];
  for (const { id, promise, run } of checks) {
    const start = performance.now();
    const finding = await run(bench);
    // An aborted check proves nothing.
    signal?.throwIfAborted();
    const result = { id, promise, finding, ms: performance.now() - start };
    results.push(result);
    options.onResult?.(result);
    if (results.length === 1 && result.finding.outcome === 'broken') break;
  }
  return { url, results, certified: results.every(({ finding }) => finding.outcome !== 'broken') };
}
