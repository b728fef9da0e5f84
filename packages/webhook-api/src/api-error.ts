/**
 * @module The one error of this package.
 *
 * Its texts are written for the person in front of Zapier, n8n, Make or a terminal. They never hold
 * an API key, a secret, a header or a server's raw text, and no `cause` is attached: the errors of
 * HTTP clients carry the whole request, with its Authorization header.
 */

export type KolveraApiErrorCode =
  | 'unauthorized' // the API key was not accepted (401)
  | 'forbidden' // the API key does not have permission (402, 403)
  | 'not_found' // it does not exist, or was deleted (404, 410)
  | 'conflict' // it conflicts with an existing webhook (409)
  | 'invalid' // the request, or what a program passed, is not valid (400, 413, 415, 422, …)
  | 'rate_limited' // too many requests (429); see `retryAfter`
  | 'unavailable' // no connection, or Kolvera failed (5xx)
  | 'timeout' // no response in time (also 408 and 504), or the caller stopped waiting
  | 'unexpected'; // a response outside the contract: a redirect, HTML, another shape

/** A setting of the connection, which each connector's form labels in its own way. */
export type ConnectionSetting = 'api_key' | 'base_url';

/** What went wrong, and what to do about it. */
export interface Explanation {
  /** One or two sentences. */
  readonly problem: string;
  /** What the person does next, in sentences that read well after `problem`. */
  readonly advice: string;
  /** The setting that `advice` sends them to, if it does. */
  readonly setting?: ConnectionSetting;
}

export interface KolveraApiErrorDetails {
  readonly advice?: string;
  readonly setting?: ConnectionSetting | null;
  /** The HTTP status; null when there was no response. */
  readonly status?: number | null;
  /** Seconds to wait before the next attempt, from Retry-After. */
  readonly retryAfter?: number | null;
  /** The webhook that a `conflict` is with, when Kolvera named it. */
  readonly existingId?: string | null;
}

/**
 * `message` is `problem` and `advice` together. A connector that gives other advice, or shows the
 * two in different places, uses them separately.
 */
export class KolveraApiError extends Error {
  override readonly name = 'KolveraApiError';
  readonly code: KolveraApiErrorCode;
  /** What went wrong. */
  readonly problem: string;
  /** What the person can do next; empty when there is nothing to add. */
  readonly advice: string;
  /** The setting of the connection that `advice` sends them to; null when it sends them to none. */
  readonly setting: ConnectionSetting | null;
  readonly status: number | null;
  readonly retryAfter: number | null;
  readonly existingId: string | null;

  constructor(code: KolveraApiErrorCode, problem: string, details: KolveraApiErrorDetails = {}) {
    super(details.advice ? `${problem} ${details.advice}` : problem);
    this.code = code;
    this.problem = problem;
    this.advice = details.advice ?? '';
    this.setting = details.setting ?? null;
    this.status = details.status ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.existingId = details.existingId ?? null;
  }
}

/** The result, or undefined when the thing does not exist, which a removal treats as success. */
export async function orGone<Value>(result: Promise<Value>): Promise<Value | undefined> {
  return result.catch((error: unknown) => {
    if (error instanceof KolveraApiError && error.code === 'not_found') return undefined;
    throw error;
  });
}
