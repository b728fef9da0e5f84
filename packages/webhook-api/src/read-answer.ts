/** @module From an HTTP answer to a value or a `KolveraApiError`. */
import { KolveraApiError } from './api-error.ts';
import type { ApiAnswer } from './api-request.ts';
import { isRecord, type Shape, ShapeError } from './shape.ts';
import { statusError } from './status-error.ts';

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
  conflict?: string,
): Answer {
  requireSuccess(answer, conflict);
  const value = readJson(answer);
  try {
    return shape.read(unwrap(value), 'answer');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw unexpected(
      `Kolvera’s answer could not be understood: ${error.message}. Check the base address, and that this connector is up to date.`,
      answer.status,
    );
  }
}

/** @throws KolveraApiError unless the status is 2xx and the answer is no longer than allowed. */
export function requireSuccess(answer: ApiAnswer, conflict?: string): void {
  if (answer.body.length > MAX_ANSWER_LENGTH) throw tooLong(answer.status);
  if (answer.status < 200 || answer.status > 299) throw statusError(answer, conflict);
}

export function tooLong(status: number | null): KolveraApiError {
  return unexpected(
    'Kolvera’s answer is longer than 1 MB and was not read. Check the base address.',
    status,
  );
}

function readJson(answer: ApiAnswer): unknown {
  const type = answer.headers['content-type'];
  if (answer.body.trim() === '') {
    throw unexpected('Kolvera’s answer is empty. Check the base address.', answer.status);
  }
  if (type !== undefined && !JSON_TYPE.test(type)) {
    throw unexpected(
      'The answer is not JSON, so it may not come from Kolvera. Check the base address.',
      answer.status,
    );
  }
  try {
    return JSON.parse(answer.body);
  } catch {
    throw unexpected('Kolvera’s answer is not complete JSON. Try again.', answer.status);
  }
}

/** Takes off a `{data: {…}}` around the answer. A list's own `data` is an array and stays. */
function unwrap(value: unknown): unknown {
  return isRecord(value) && isRecord(value.data) ? value.data : value;
}

function unexpected(message: string, status: number | null): KolveraApiError {
  return new KolveraApiError('unexpected', message, { status });
}
