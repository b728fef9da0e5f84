/** @module Turns an answer that is not 2xx into a `KolveraApiError`. */
import { isObject } from '@kolvera/event-schema';
import { type Explanation, KolveraApiError, type KolveraApiErrorCode } from './api-error.ts';
import type { ApiAnswer } from './api-request.ts';
import { readRetryAfter } from './retry-after.ts';

const CONFLICT: Explanation = {
  problem: 'The request conflicts with an existing webhook.',
  advice: 'Check Settings → Webhooks in Kolvera.',
};

/**
 * The error for an answer's status, with what its RFC 9457 problem details add. For connectors that
 * see the answers themselves, such as Make, whose definitions hold a text per status.
 * @param answer Its status decides; headers and body may be left out.
 * @param conflict What a 409 means for this call.
 */
export function statusError(
  { status, headers = {}, body = '' }: Pick<ApiAnswer, 'status'> & Partial<ApiAnswer>,
  conflict = CONFLICT,
): KolveraApiError {
  const code = codeOf(status);
  const retryAfter = readRetryAfter(headers['retry-after']);
  const { detail, existingId } = readProblem(body);
  const { problem, ...rest } =
    code === 'conflict' ? conflict : explain(code, status, retryAfter, detail);
  return new KolveraApiError(code, problem, {
    ...rest,
    status,
    retryAfter,
    existingId: code === 'conflict' ? existingId : null,
  });
}

function codeOf(status: number): KolveraApiErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 402:
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not_found';
    case 408:
    case 504:
      return 'timeout';
    case 409:
      return 'conflict';
    case 429:
      return 'rate_limited';
  }
  if (status >= 500 && status <= 599) return 'unavailable';
  return status >= 400 && status <= 499 ? 'invalid' : 'unexpected';
}

function explain(
  code: Exclude<KolveraApiErrorCode, 'conflict'>,
  status: number,
  retryAfter: number | null,
  detail: string | null,
): Explanation {
  const later = `Try again in ${retryAfter === null ? 'a minute' : duration(retryAfter)}.`;
  switch (code) {
    case 'unauthorized':
      return {
        problem: 'Kolvera did not accept the API key.',
        advice: 'Check the key in the connection, or create a new one in Kolvera.',
        setting: 'api_key',
      };
    case 'forbidden':
      return {
        problem: 'The API key is not allowed to do this.',
        advice: 'Use the key of someone who can manage webhooks in Kolvera.',
        setting: 'api_key',
      };
    case 'not_found':
      return {
        problem: 'Not found.',
        advice: 'It may have been deleted. If it should still exist, check the API address.',
        setting: 'base_url',
      };
    case 'invalid':
      return {
        problem:
          detail === null
            ? `Kolvera rejected the request (HTTP ${status}).`
            : `Kolvera rejected the request: ${detail.replace(/\.?$/, '.')}`,
        advice: 'Check the settings and try again.',
      };
    case 'rate_limited':
      return { problem: 'Kolvera is receiving too many requests.', advice: later };
    case 'unavailable':
      return {
        problem: `Kolvera is not available right now (HTTP ${status}).`,
        advice: later,
      };
    case 'timeout':
      return { problem: 'Kolvera did not answer in time.', advice: later };
    case 'unexpected':
      return {
        problem:
          status >= 300 && status <= 399
            ? 'The server sent a redirect, which is never followed with an API key.'
            : `Kolvera returned an unexpected response (HTTP ${status}).`,
        advice: 'Check the API address.',
        setting: 'base_url',
      };
  }
}

const DAY = 86_400;
const HOUR = 3600;
const MINUTE = 60;

/** A number of seconds as a person says it, rounded up: `30 seconds`, `an hour`, `3 days`. */
function duration(seconds: number): string {
  if (seconds >= DAY) return count(seconds / DAY, 'a day', 'days');
  if (seconds >= HOUR) return count(seconds / HOUR, 'an hour', 'hours');
  if (seconds >= MINUTE) return count(seconds / MINUTE, 'a minute', 'minutes');
  return count(seconds, 'a second', 'seconds');
}

function count(exact: number, one: string, many: string): string {
  const whole = Math.ceil(exact);
  return whole <= 1 ? one : `${whole} ${many}`;
}

interface Problem {
  readonly detail: string | null;
  readonly existingId: string | null;
}

/** Reads RFC 9457 problem details, which an error may lack. */
function readProblem(body: string): Problem {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { detail: null, existingId: null };
  }
  const problem = isObject(value) ? value : {};
  const data = isObject(problem.data) ? problem.data : {};
  return {
    detail: showable(problem.detail),
    existingId: readId(problem.id ?? problem.webhook_id ?? problem.existing_id ?? data.id),
  };
}

function readId(value: unknown): string | null {
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

const TOO_LONG_A_WORD = /[^\s]{25}/;
const CREDENTIAL_WORD = /bearer|authori[sz]ation|secret|token|password|key/i;

/**
 * A problem's detail is shown only when it is one short line of plain words: a key, a secret or a
 * webhook's URL (which is a secret of its own on Zapier) would be a long word, or appear beside a
 * word that announces it.
 */
function showable(detail: unknown): string | null {
  if (typeof detail !== 'string') return null;
  const line = detail.trim();
  if (line === '' || line.length > 150 || !/^[\x20-\x7e]+$/.test(line)) return null;
  return TOO_LONG_A_WORD.test(line) || CREDENTIAL_WORD.test(line) ? null : line;
}
