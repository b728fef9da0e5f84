/** @module The transport over fetch, for our own programs. */
import { assertApiKey } from './api-key.ts';
import type { Transport } from './api-request.ts';
import { MAX_RESPONSE_LENGTH, tooLong } from './read-response.ts';
import { DEFAULT_BASE_URL, requestUrl } from './request-url.ts';

export interface FetchTransportOptions {
  /** https, or http on this machine. */
  readonly baseUrl?: string;
  readonly apiKey: string;
  /** For one request, its response included. Default: 10 s. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
}

/**
 * A transport that sends each request once, follows no redirect, and reads at most 1 MB.
 * @throws KolveraApiError `unauthorized` for a key that does not fit in a header. Calls throw `invalid` for an API address that is not allowed.
 */
export function createFetchTransport({
  baseUrl = DEFAULT_BASE_URL,
  apiKey,
  timeoutMs = 10_000,
  fetch: send = fetch,
}: FetchTransportOptions): Transport {
  assertApiKey(apiKey);
  return async (request, { signal }) => {
    const response = await send(requestUrl(baseUrl, request), {
      method: request.method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${apiKey}`,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await readText(response),
    };
  };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > MAX_RESPONSE_LENGTH) throw tooLong(response.status);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
