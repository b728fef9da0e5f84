/** @module Sends one request over any transport, within a time. */
import { KolveraApiError } from './api-error.ts';
import type { ApiRequest, Transport } from './api-request.ts';

/** The time that one call may take when the caller sets no other end, in milliseconds. */
const CALL_TIMEOUT_MS = 20_000;

/**
 * Sends a request and reads its answer.
 *
 * It ends when `signal` does (after 20 s without one), even over a transport that ignores signals.
 * Whatever a transport throws that is no `KolveraApiError` becomes `unavailable`, without its
 * message and cause: the errors of HTTP clients quote headers.
 * @throws KolveraApiError
 */
export async function call<Answer>(
  transport: Transport,
  request: ApiRequest<Answer>,
  { signal = AbortSignal.timeout(CALL_TIMEOUT_MS) }: { readonly signal?: AbortSignal } = {},
): Promise<Answer> {
  return request.read(await answered(transport, request, signal));
}

function answered(transport: Transport, request: ApiRequest, signal: AbortSignal) {
  return new Promise<Awaited<ReturnType<Transport>>>((resolve, reject) => {
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
  return new KolveraApiError(
    'unavailable',
    'Kolvera could not be reached. Check the base address and the network, then try again.',
  );
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function timeout(): KolveraApiError {
  return new KolveraApiError('timeout', 'Kolvera did not answer in time. Try again in a minute.');
}
