/** @module The endpoint under test: deliveries go in, answers come out. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';

export interface Answer {
  /** Null when there was none. */
  readonly status: number | null;
  /** `200`, or what happened instead of an answer: `no answer within 10 s`. */
  readonly told: string;
  readonly ms: number;
}

export interface Endpoint {
  /** Sends a body, signed as Kolvera signs it. */
  deliver(body: string | Uint8Array<ArrayBuffer>): Promise<Answer>;
  /** Sends a body with this signature, or with none. */
  send(body: string | Uint8Array<ArrayBuffer>, signature: string | null): Promise<Answer>;
  readonly secret: string;
}

export function isAccepted({ status }: Answer): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Refused for what it is: 4xx. */
export function isRefused({ status }: Answer): boolean {
  return status !== null && status >= 400 && status < 500;
}

/**
 * @param timeoutMs after which an answer is given up.
 * @param ended gives up every answer.
 */
export function openEndpoint(
  url: string,
  secret: string,
  timeoutMs: number,
  ended?: AbortSignal,
): Endpoint {
  async function send(
    body: string | Uint8Array<ArrayBuffer>,
    signature: string | null,
  ): Promise<Answer> {
    const start = performance.now();
    const answer = (status: number | null, told: string): Answer => ({
      status,
      told,
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
        // Kolvera is assumed to take a redirect for a failure, as other senders do.
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(ended ? [ended] : [])]),
      });
      await response.body?.cancel();
      return answer(response.status, String(response.status));
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return answer(
        null,
        timedOut ? `no answer within ${timeoutMs / 1000} s` : `no answer (${codeOf(error)})`,
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
