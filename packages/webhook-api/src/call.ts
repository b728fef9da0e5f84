/** @module Sends one request over any transport, within a time limit. */
import { KolveraApiError } from './api-error.ts';
import type { ApiRequest, ApiResponse, Transport } from './api-request.ts';

/** The time that one call may take unless the caller passes a signal, in milliseconds. */
const CALL_TIMEOUT_MS = 20_000;

/** `call`, bound to one transport and one time limit: the requests of one operation. */
export type Send = <Value>(request: ApiRequest<Value>) => Promise<Value>;

export function sender(transport: Transport, signal: AbortSignal): Send {
  return (request) => call(transport, request, { signal });
}

/**
 * Sends a request and reads its response.
 *
 * It ends when `signal` does (after 20 s without one), even over a transport that ignores signals.
 * Anything but a `KolveraApiError` that a transport throws becomes `unavailable`, without its
 * message and cause: the errors of HTTP clients quote headers.
 * @throws KolveraApiError
 */
export async function call<Value>(
  transport: Transport,
  request: ApiRequest<Value>,
  { signal = AbortSignal.timeout(CALL_TIMEOUT_MS) }: { readonly signal?: AbortSignal } = {},
): Promise<Value> {
  return request.read(await responded(transport, request, signal));
}

function responded(transport: Transport, request: ApiRequest, signal: AbortSignal) {
  return new Promise<ApiResponse>((resolve, reject) => {
    const stop = () => reject(timeout());
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    Promise.resolve()
      .then(() => transport(request, { signal }))
      .then(resolve, (error) => reject(asApiError(error, signal)))
      .finally(() => signal.removeEventListener('abort', stop));
  });
}

function asApiError(error: unknown, signal: AbortSignal): KolveraApiError {
  if (error instanceof KolveraApiError) return error;
  if (signal.aborted || isTimeout(error)) return timeout();
  return new KolveraApiError('unavailable', 'Kolvera could not be reached.', {
    advice: 'Check the API address and the network, then try again.',
    setting: 'base_url',
  });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function timeout(): KolveraApiError {
  const details = { advice: 'Try again in a minute.' };
  return new KolveraApiError('timeout', 'Kolvera did not answer in time.', details);
}
