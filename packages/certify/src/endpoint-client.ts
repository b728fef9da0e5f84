/** @module Sends deliveries to the endpoint under test. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';

export interface EndpointResponse {
  /** Null when there was none. */
  readonly status: number | null;
  /** `200`, or what happened instead: `no response within 10 s`. */
  readonly outcome: string;
  readonly ms: number;
}

export interface EndpointClient {
  /** Sends a body, signed as Kolvera signs it. */
  deliver(body: string | Uint8Array<ArrayBuffer>): Promise<EndpointResponse>;
  /** Sends a body with this signature, or with none. */
  send(body: string | Uint8Array<ArrayBuffer>, signature: string | null): Promise<EndpointResponse>;
  readonly secret: string;
}

export function isAccepted({ status }: EndpointResponse): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** 4xx. */
export function isRefused({ status }: EndpointResponse): boolean {
  return status !== null && status >= 400 && status < 500;
}

/**
 * @param timeoutMs how long to wait for a response.
 * @param ended aborts every request.
 */
export function openEndpointClient(
  url: string,
  secret: string,
  timeoutMs: number,
  ended?: AbortSignal,
): EndpointClient {
  async function send(
    body: string | Uint8Array<ArrayBuffer>,
    signature: string | null,
  ): Promise<EndpointResponse> {
    const start = performance.now();
    const result = (status: number | null, outcome: string): EndpointResponse => ({
      status,
      outcome,
      ms: performance.now() - start,
    });
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          ...(signature !== null && { [SIGNATURE_HEADER]: signature }),
        },
        // Kolvera is assumed to treat a redirect as a failure, as other senders do.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(ended ? [ended] : [])]),
      });
      await response.body?.cancel();
      return result(response.status, String(response.status));
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return result(
        null,
        timedOut ? `no response within ${timeoutMs / 1000} s` : `no response (${codeOf(error)})`,
      );
    }
  }

  return { secret, send, deliver: (body) => send(body, sign(body, secret)) };
}

/** Node's code of a failed connection: `ECONNREFUSED`. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'connection failed';
}
