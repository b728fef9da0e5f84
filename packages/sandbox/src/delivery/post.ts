/** @module One POST to an endpoint: no redirect is followed, and it ends in time. */
import { Agent, type Dispatcher, request } from 'undici';
import { normaliseDeliveryUrl } from '../delivery-url.ts';

/** How much of an answer's body is kept for the log, in bytes. */
const KEPT_RESPONSE = 1024;

/** How much of an answer's body is read, in bytes; a longer one costs the endpoint its connection. */
const LONGEST_RESPONSE = 64 * 1024;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of the body. */
  readonly body: string;
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array;
}

export type Poster = ReturnType<typeof createPoster>;

/** @param timeout milliseconds for the whole exchange. */
export function createPoster(timeout: number) {
  // Bounded by the lanes, not here: an endpoint that hangs must not hold another's connections.
  const agent: Dispatcher = new Agent({ connections: null, pipelining: 1 });
  const closing = new AbortController();

  return {
    /** @throws Error whose message says why there was no answer. */
    async post({ url, headers, body }: PostRequest): Promise<Answer> {
      normaliseDeliveryUrl(url);
      const ending = new AbortController();
      const end = () => ending.abort();
      // A timer of its own, because AbortSignal.timeout would keep one alive for every delivery made.
      const timer = setTimeout(end, timeout);
      closing.signal.addEventListener('abort', end, { once: true });
      try {
        const answer = await request(url, {
          method: 'POST',
          headers,
          body,
          dispatcher: agent,
          signal: ending.signal,
        });
        return {
          status: answer.statusCode,
          headers: answer.headers,
          body: await readStart(answer.body),
        };
      } catch (error) {
        throw new Error(ending.signal.aborted ? timedOut(timeout) : reason(error));
      } finally {
        clearTimeout(timer);
        closing.signal.removeEventListener('abort', end);
      }
    },

    /** Ends what is under way. */
    async close(): Promise<void> {
      closing.abort();
      await agent.destroy();
    },
  };
}

function timedOut(timeout: number): string {
  return `No answer within ${timeout / 1000} s.`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'The request failed.';
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (length < KEPT_RESPONSE) kept.push(chunk);
    length += chunk.length;
    if (length > LONGEST_RESPONSE) break;
  }
  return Buffer.concat(kept).subarray(0, KEPT_RESPONSE).toString('utf8');
}
