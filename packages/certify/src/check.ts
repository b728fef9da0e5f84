/** @module One promise of an endpoint, and its test. */
import type { Counter } from './counter.ts';
import type { SourceFile } from './digest-comparisons.ts';
import type { EndpointClient } from './endpoint-client.ts';
import type { FaultCode } from './fault.ts';

/** The result of a check. */
export type Finding =
  | { readonly outcome: 'kept' }
  | {
      readonly outcome: 'broken';
      readonly fault: FaultCode;
      /** What was sent and what came back, without a secret or a signature. */
      readonly evidence: string;
    }
  | { readonly outcome: 'unseen'; readonly why: string };

export interface Bench {
  readonly endpoint: EndpointClient;
  /** Null where no counter was given. */
  readonly counter: Counter | null;
  /** The endpoint's source, if it was given. */
  readonly source: readonly SourceFile[];
  /** How many deliveries the load check sends. */
  readonly load: number;
  /** How long a response may take, in milliseconds. */
  readonly answerWithinMs: number;
}

export interface Check {
  /** Kebab-case, stable. */
  readonly id: string;
  /** One sentence: what the endpoint should do. */
  readonly promise: string;
  run(bench: Bench): Promise<Finding>;
}

export const KEPT: Finding = { outcome: 'kept' };

export function broken(fault: FaultCode, evidence: string): Finding {
  return { outcome: 'broken', fault, evidence };
}
