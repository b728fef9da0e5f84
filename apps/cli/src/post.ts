/** @module One POST to an endpoint: the exact bytes, no redirects, and a timeout. */

/** How much of a response is read, in bytes. */
const LONGEST_RESPONSE = 64 * 1024;

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  /** Aborts the request. */
  readonly signal: AbortSignal;
}

/** The response, or why there was none. */
export type Exchange = { readonly ms: number } & (
  | { readonly status: number; readonly contentType: string | null; readonly answer: string }
  | { readonly failure: string }
);

/** Sends a body once. Never rejects, whatever the endpoint does. */
export async function post(request: PostRequest): Promise<Exchange> {
  const { url, headers, body, timeoutMs, signal } = request;
  const started = performance.now();
  const ms = () => Math.max(1, Math.round(performance.now() - started));
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    const answer = await readStart(response);
    const contentType = response.headers.get('content-type');
    return { ms: ms(), status: response.status, contentType, answer };
  } catch (error) {
    const failure = timeout.aborted ? 'timeout' : signal.aborted ? 'interrupted' : codeOf(error);
    return { ms: ms(), failure };
  }
}

/** Whether the endpoint accepted it. */
export function accepted(exchange: Exchange): boolean {
  return 'status' in exchange && exchange.status >= 200 && exchange.status < 300;
}

/** `200`, or `ECONNREFUSED`. */
export function outcomeOf(exchange: Exchange): string {
  return 'status' in exchange ? String(exchange.status) : exchange.failure;
}

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop cancels the stream.
    if (length >= LONGEST_RESPONSE) break;
  }
  return Buffer.concat(chunks).subarray(0, LONGEST_RESPONSE).toString('utf8');
}

/** fetch wraps the error, twice where a name has two addresses. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error.cause === undefined ? error.message : codeOf(error.cause);
}
