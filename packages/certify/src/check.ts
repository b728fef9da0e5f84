/** @module One promise of an endpoint, and how it is put to the test from outside. */
import type { Counter } from './counter.ts';
import type { SourceFile } from './digest-comparisons.ts';
import type { Endpoint } from './endpoint.ts';
import type { FaultCode } from './fault.ts';

/** What a check has found. */
export type Finding =
  | { readonly outcome: 'kept' }
  | {
      readonly outcome: 'broken';
      readonly fault: FaultCode;
      /** What was sent and what came back, without secret or signature. */
      readonly evidence: string;
    }
  | { readonly outcome: 'unseen'; readonly why: string };

export interface Bench {
  readonly endpoint: Endpoint;
  /** Null where the owner gave no address that counts. */
  readonly counter: Counter | null;
  /** The endpoint's source, as far as its owner gave it. */
  readonly source: readonly SourceFile[];
  /** How many deliveries the last check sends at the most. */
  readonly load: number;
  /** How long an answer may take, in milliseconds. */
  readonly answerWithinMs: number;
}

export interface Check {
  /** Kebab-case, stable. */
  readonly id: string;
  /** One sentence: what the endpoint does when all is well. */
  readonly promise: string;
  run(bench: Bench): Promise<Finding>;
}

export const KEPT: Finding = { outcome: 'kept' };

export function broken(fault: FaultCode, evidence: string): Finding {
  return { outcome: 'broken', fault, evidence };
}
