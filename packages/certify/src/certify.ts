/** @module Certifying an endpoint: every check in turn, and the report. */
import type { Bench, Check, Finding } from './check.ts';
import { acceptance } from './checks/acceptance.ts';
import { load } from './checks/load.ts';
import { rejection } from './checks/rejection.ts';
import { repetition } from './checks/repetition.ts';
import { robustness } from './checks/robustness.ts';
import { openCounter } from './counter.ts';
import type { SourceFile } from './digest-comparisons.ts';
import { openEndpoint } from './endpoint.ts';

/** In the order in which they are told. */
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
  /** An address that answers GET with the number of events handled so far. */
  readonly counter?: string;
  /** The endpoint's source, for what no answer shows: how signatures are compared. */
  readonly source?: readonly SourceFile[];
  /** How many deliveries the load check sends; 1,000 unless set. */
  readonly load?: number;
  /** How long an answer may take, in milliseconds; 5,000 unless set. Kolvera's own limit is not published. */
  readonly answerWithinMs?: number;
  /** Ends it before its time: what is under way is dropped, and `certify` throws the signal's reason. */
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
  /** Whether no promise was found broken. What cannot be seen from outside is not counted. */
  readonly certified: boolean;
  readonly results: readonly Result[];
}

/** After this an answer is given up. Kolvera is assumed to wait 10 s. */
const GIVE_UP_MS = 10_000;

/**
 * Puts an endpoint to the test, from outside: it is sent what Kolvera sends, and what others might.
 * The endpoint really handles the events, so use one that may. Checks run one after the other; when
 * the first, a genuine delivery, is not accepted, the others would prove nothing and are left out.
 *
 * @throws SignatureError for a secret with which nothing could be signed.
 * @throws CounterError `unreadable_counter`, when the counter gives no number.
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
    endpoint: openEndpoint(url, secret, GIVE_UP_MS, signal),
    counter: counter === undefined ? null : openCounter(counter),
    source,
    load: deliveries,
    answerWithinMs,
  };
  const results: Result[] = [];
  for (const { id, promise, run } of checks) {
    const start = performance.now();
    const finding = await run(bench);
    // What was cut short proves nothing.
    signal?.throwIfAborted();
    const result = { id, promise, finding, ms: performance.now() - start };
    results.push(result);
    options.onResult?.(result);
    if (results.length === 1 && result.finding.outcome === 'broken') break;
  }
  return { url, results, certified: results.every(({ finding }) => finding.outcome !== 'broken') };
}
