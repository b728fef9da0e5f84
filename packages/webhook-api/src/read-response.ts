/** @module From an HTTP response to a value or a `KolveraApiError`. */
import { isObject } from '@kolvera/event-schema';
import { type Explanation, KolveraApiError } from './api-error.ts';
import type { ApiResponse } from './api-request.ts';
import { type Shape, ShapeError } from './shape.ts';
import { statusError } from './status-error.ts';

/** Longer responses are refused: 1 MB, as bytes where a transport counts them, else as characters. */
export const MAX_RESPONSE_LENGTH = 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads a response: any 2xx of the right shape is a value, everything else an error.
 * @param conflict what a 409 means for this call, for the person who meets it.
 * @throws KolveraApiError with the code for the status, or `unexpected`.
 */
export function readResponse<Value>(
  response: ApiResponse,
  shape: Shape<Value>,
  conflict?: Explanation,
): Value {
  requireSuccess(response, conflict);
  const value = readJson(response);
  try {
    return shape.read(unwrap(value), 'answer');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw unexpected(
      `Kolvera returned an unexpected response: ${error.message}.`,
      response.status,
      'Check the API address, and update this connector.',
    );
  }
}

/** @throws KolveraApiError unless the status is 2xx and the response is no longer than allowed. */
export function requireSuccess(response: ApiResponse, conflict?: Explanation): void {
  if (response.body.length > MAX_RESPONSE_LENGTH) throw tooLong(response.status);
  if (response.status < 200 || response.status > 299) throw statusError(response, conflict);
}

export function tooLong(status: number | null): KolveraApiError {
  return unexpected('Kolvera’s response is larger than 1 MB and was not read.', status);
}

function readJson({ status, headers, body }: ApiResponse): unknown {
  const type = headers['content-type'];
  if (body.trim() === '') throw unexpected('Kolvera’s response was empty.', status);
  if (type !== undefined && !JSON_TYPE.test(type)) {
    throw unexpected('The response is not JSON, so it may not come from Kolvera.', status);
  }
  try {
    return JSON.parse(body);
  } catch {
    const details = { advice: 'Try again.', status };
    throw new KolveraApiError('unexpected', 'Kolvera’s response is not complete JSON.', details);
  }
}

/** Takes off a `{data: {…}}` around the response. A list's own `data` is an array and stays. */
function unwrap(value: unknown): unknown {
  return isObject(value) && isObject(value.data) ? value.data : value;
}

/** Something other than Kolvera's API responded, or a version that this connector does not know. */
function unexpected(
  problem: string,
  status: number | null,
  advice = 'Check the API address.',
): KolveraApiError {
  return new KolveraApiError('unexpected', problem, { advice, setting: 'base_url', status });
}
