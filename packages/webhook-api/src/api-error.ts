/**
 * @module The one error of this package, and the sentences that its readers meet.
 *
 * A message is written for the person in front of Zapier, n8n, Make or a terminal. It never holds
 * an API key, a secret, a header or a server's raw text, and no `cause` is attached: the errors of
 * HTTP clients carry the whole request, with its Authorization header.
 */

/**
 * - `unauthorized`: the API key was not accepted (401)
 * - `forbidden`: the API key may not do this (402, 403)
 * - `not_found`: there is no such thing, or no longer (404, 410)
 * - `conflict`: something else is in the way (409)
 * - `invalid`: the request, or what a program passed, cannot be used (400, 413, 415, 422, …)
 * - `rate_limited`: too many requests (429); see `retryAfter`
 * - `unavailable`: no connection, or Kolvera failed (5xx)
 * - `timeout`: no answer in time (also 408 and 504), or the caller stopped waiting
 * - `unexpected`: an answer that the contract does not have: a redirect, HTML, another shape
 */
export type KolveraApiErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'rate_limited'
  | 'unavailable'
  | 'timeout'
  | 'unexpected';

export interface KolveraApiErrorDetails {
  /** The HTTP status; null when there was no answer. */
  readonly status?: number | null;
  /** Seconds to wait before the next attempt, from Retry-After. */
  readonly retryAfter?: number | null;
  /** The webhook that is in the way of a `conflict`, when Kolvera named it. */
  readonly existingId?: string | null;
}

export class KolveraApiError extends Error {
  override readonly name = 'KolveraApiError';
  readonly code: KolveraApiErrorCode;
  readonly status: number | null;
  readonly retryAfter: number | null;
  readonly existingId: string | null;

  constructor(code: KolveraApiErrorCode, message: string, details: KolveraApiErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = details.status ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.existingId = details.existingId ?? null;
  }
}

/** Whether an error says that the thing is not there, which a removal takes for success. */
export function isGone(error: unknown): boolean {
  return error instanceof KolveraApiError && error.code === 'not_found';
}

/** The answer, or undefined when the thing is not there. */
export async function orGone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
