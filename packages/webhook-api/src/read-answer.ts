/** @module From an HTTP answer to a value or a `KolveraApiError`. */
import { isObject } from '@kolvera/event-schema';
import { type Explanation, KolveraApiError } from './api-error.ts';
import type { ApiAnswer } from './api-request.ts';
import { type Shape, ShapeError } from './shape.ts';
import { statusError } from './status-error.ts';

const CHECK_ADDRESS = 'Check the API address.';

/** Longer answers are refused: 1 MB, as bytes where a transport counts them, else as characters. */
export const MAX_ANSWER_LENGTH = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads an answer: any 2xx of the right shape is a value, everything else an error.
 * @param conflict what a 409 means for this call, for the person who meets it.
 * @throws KolveraApiError with the code for the status, or `unexpected`.
 */
export function readAnswer<Answer>(
  answer: ApiAnswer,
  shape: Shape<Answer>,
  conflict?: Explanation,
): Answer {
  requireSuccess(answer, conflict);
  const value = readJson(answer);
  try {
    return shape.read(unwrap(value), 'answer');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw unexpected(
      `Kolvera returned an unexpected response: ${error.message}.`,
      'Check the API address, and update this connector.',
      answer.status,
    );
  }
}

/** @throws KolveraApiError unless the status is 2xx and the answer is no longer than allowed. */
export function requireSuccess(answer: ApiAnswer, conflict?: Explanation): void {
  if (answer.body.length > MAX_ANSWER_LENGTH) throw tooLong(answer.status);
  if (answer.status < 200 || answer.status > 299) throw statusError(answer, conflict);
}

export function tooLong(status: number | null): KolveraApiError {
  return unexpected(
    'Kolvera’s response is larger than 1 MB and was not read.',
    CHECK_ADDRESS,
    status,
  );
}

function readJson(answer: ApiAnswer): unknown {
  const type = answer.headers['content-type'];
  if (answer.body.trim() === '') {
    throw unexpected('Kolvera’s response was empty.', CHECK_ADDRESS, answer.status);
  }
  if (type !== undefined && !JSON_TYPE.test(type)) {
    throw unexpected(
      'The response is not JSON, so it may not come from Kolvera.',
      CHECK_ADDRESS,
      answer.status,
    );
  }
  try {
    return JSON.parse(answer.body);
  } catch {
    throw new KolveraApiError('unexpected', 'Kolvera’s response is not complete JSON.', {
      advice: 'Try again.',
      status: answer.status,
    });
  }
}

/** Takes off a `{data: {…}}` around the answer. A list's own `data` is an array and stays. */
function unwrap(value: unknown): unknown {
  return isObject(value) && isObject(value.data) ? value.data : value;
}

/** Something other than Kolvera's API answered, or a version that this connector does not know. */
function unexpected(problem: string, advice: string, status: number | null): KolveraApiError {
  return new KolveraApiError('unexpected', problem, { advice, setting: 'base_url', status });
}
