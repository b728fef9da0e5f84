/** @module Turns a response that is not 2xx into a `KolveraApiError`. */
import { isObject } from '@kolvera/event-schema';
import { type Explanation, KolveraApiError, type KolveraApiErrorCode } from './api-error.ts';
import type { ApiResponse } from './api-request.ts';
import { readRetryAfter } from './retry-after.ts';

const CONFLICT: Explanation = {
  problem: 'The request conflicts with an existing webhook.',
  advice: 'Check Settings → Webhooks in Kolvera.',
};

/**
 * The error for a response's status, with what its RFC 9457 problem details add. For connectors that
 * see the responses themselves, such as Make, whose definitions hold a text per status.
 * @param response Its status decides; headers and body may be left out.
 * @param conflict What a 409 means for this call.
 */
export function statusError(
  { status, headers = {}, body = '' }: Pick<ApiResponse, 'status'> & Partial<ApiResponse>,
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

const CODES: Readonly<Record<number, KolveraApiErrorCode>> = {
  401: 'unauthorized',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'not_found',
  429: 'rate_limited',
  504: 'timeout',
};

function codeOf(status: number): KolveraApiErrorCode {
  const known = CODES[status];
  if (known !== undefined) return known;
  if (status >= 500 && status <= 599) return 'unavailable';
  return status >= 400 && status <= 499 ? 'invalid' : 'unexpected';
}

function explain(
  code: Exclude<KolveraApiErrorCode, 'conflict'>,
  status: number,
  retryAfter: number | null,
  detail: string | null,
): Explanation {
  const advice = `Try again in ${retryAfter === null ? 'a minute' : duration(retryAfter)}.`;
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
        problem: `Kolvera rejected the request${detail === null ? ` (HTTP ${status})` : `: ${detail}`}.`,
        advice: 'Check the settings and try again.',
      };
    case 'rate_limited':
      return { problem: 'Kolvera is receiving too many requests.', advice };
    case 'unavailable':
      return { problem: `Kolvera is not available right now (HTTP ${status}).`, advice };
    case 'timeout':
      return { problem: 'Kolvera did not answer in time.', advice };
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

const UNITS = [
  [86_400, 'a day', 'days'],
  [3600, 'an hour', 'hours'],
  [60, 'a minute', 'minutes'],
] as const;

/** A number of seconds as a person says it, rounded up: `30 seconds`, `an hour`, `3 days`. */
function duration(seconds: number): string {
  const [size, one, many] = UNITS.find(([each]) => seconds >= each) ?? [1, 'a second', 'seconds'];
  const count = Math.ceil(seconds / size);
  return count <= 1 ? one : `${count} ${many}`;
}

/** Reads RFC 9457 problem details, which an error may lack. */
function readProblem(body: string) {
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
 * A problem's detail, without its full stop, is shown only when it is one short line of plain words:
 * a key, a secret or a webhook's URL (itself a secret on Zapier) would be a long word, or appear
 * beside a word that announces it.
 */
function showable(detail: unknown): string | null {
  if (typeof detail !== 'string') return null;
  const line = detail.trim();
  if (line === '' || line.length > 150 || !/^[\x20-\x7e]+$/.test(line)) return null;
  return TOO_LONG_A_WORD.test(line) || CREDENTIAL_WORD.test(line) ? null : line.replace(/\.$/, '');
}
