/** @module From an answer that is not 2xx to a `KolveraApiError`. */
import { KolveraApiError, type KolveraApiErrorCode } from './api-error.ts';
import type { ApiAnswer } from './api-request.ts';
import { readRetryAfter } from './retry-after.ts';
import { isRecord } from './shape.ts';

const CONFLICT = 'Something else in Kolvera is in the way. Look at Settings → Webhooks in Kolvera.';

/**
 * The error for an answer's status, with what its RFC 9457 problem details add.
 * @param conflict what a 409 means for this call.
 */
export function statusError(answer: ApiAnswer, conflict = CONFLICT): KolveraApiError {
  const code = codeOf(answer.status);
  const retryAfter = readRetryAfter(answer.headers['retry-after']);
  const problem = readProblem(answer.body);
  const message =
    code === 'conflict' ? conflict : sentence(code, answer.status, retryAfter, problem.detail);
  return new KolveraApiError(code, message, {
    status: answer.status,
    retryAfter,
    existingId: code === 'conflict' ? problem.existingId : null,
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

function sentence(
  code: Exclude<KolveraApiErrorCode, 'conflict'>,
  status: number,
  retryAfter: number | null,
  detail: string | null,
): string {
  const later = retryAfter === null ? 'in a minute' : `in ${seconds(retryAfter)}`;
  switch (code) {
    case 'unauthorized':
      return 'Kolvera did not accept the API key. Check it in the connection, or make a new one in Kolvera.';
    case 'forbidden':
      return 'The API key is not allowed to do this. Use the key of a person who may manage webhooks in Kolvera.';
    case 'not_found':
      return 'Kolvera does not have this, or no longer. Check the base address if it should be there.';
    case 'invalid':
      return detail === null
        ? `Kolvera refused the request (HTTP ${status}). Check the settings and try again.`
        : `Kolvera refused the request: ${detail.replace(/\.?$/, '.')}`;
    case 'rate_limited':
      return `Kolvera is receiving too many requests. Try again ${later}.`;
    case 'unavailable':
      return `Kolvera is not available right now (HTTP ${status}). Try again ${later}.`;
    case 'timeout':
      return `Kolvera did not answer in time. Try again ${later}.`;
    case 'unexpected':
      return status >= 300 && status <= 399
        ? 'The answer was a redirect, which is never followed with an API key. Check the base address.'
        : `Kolvera gave an answer that is not understood (HTTP ${status}). Check the base address.`;
  }
}

function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}

interface Problem {
  readonly detail: string | null;
  readonly existingId: string | null;
}

/** Reads RFC 9457 problem details; an error without them is an error all the same. */
function readProblem(body: string): Problem {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { detail: null, existingId: null };
  }
  const problem = isRecord(value) ? value : {};
  const data = isRecord(problem.data) ? problem.data : {};
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
 * webhook's URL (which is a secret of its own on Zapier) would be a long word or stand beside a
 * word for it.
 */
function showable(detail: unknown): string | null {
  if (typeof detail !== 'string') return null;
  const line = detail.trim();
  if (line === '' || line.length > 150 || !/^[\x20-\x7e]+$/.test(line)) return null;
  return TOO_LONG_A_WORD.test(line) || CREDENTIAL_WORD.test(line) ? null : line;
}
