/** @module One POST to a URL: no redirect is followed, and it ends in time. */
import { Agent, request } from 'undici';
import { parseDeliveryUrl } from '../delivery-url.ts';

/** How many deliveries an endpoint is sent at once, each on a connection. */
export const LANE_WIDTH = 8;

/** How much of a response's body the log keeps, in bytes. */
const KEPT_RESPONSE = 1024;

/** How much of a response's body is read, in bytes; a longer one costs the endpoint its connection. */
const LONGEST_RESPONSE = 64 * 1024;

export interface EndpointResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The first bytes of the body. */
  readonly body: string;
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array;
}

export interface Poster {
  /** @throws Error whose message says why there was no response. */
  post(request: PostRequest): Promise<EndpointResponse>;
  /** Cuts short what is in flight. */
  close(): Promise<void>;
}

/** @param timeout milliseconds for the whole exchange. */
export function createPoster(timeout: number): Poster {
  const dispatcher = new Agent({ connections: LANE_WIDTH });

  return {
    async post({ url, headers, body }) {
      const { href } = parseDeliveryUrl(url);
      const controller = new AbortController();
      const { signal } = controller;
      const timer = setTimeout(() => controller.abort(), timeout);
      try {
        const response = await request(href, {
          method: 'POST',
          headers,
          body,
          signal,
          dispatcher,
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        const kept = await readStart(response.body);
        return { status: response.statusCode, headers: response.headers, body: kept };
      } catch (error) {
        if (signal.aborted) throw new Error(`No response within ${timeout / 1000} s.`);
        throw new Error(reasonOf(error));
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (length < KEPT_RESPONSE) chunks.push(chunk);
    length += chunk.length;
    if (length > LONGEST_RESPONSE) break;
  }
  return Buffer.concat(chunks).subarray(0, KEPT_RESPONSE).toString('utf8');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}
