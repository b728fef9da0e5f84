/**
 * @module Endpoints for everything that speaks Request and Response: Hono, Next.js, Remix, SvelteKit,
 * h3 and Nitro, Bun, Deno, Cloudflare Workers.
 */
import type { Endpoint } from '../endpoint.ts';
import type { ReceiverErrorCode } from '../refusal.ts';
import { assertPositive } from '../setup-error.ts';
import { TimeLimit } from '../time-limit.ts';

export interface FetchHandlerOptions {
  /** How long a body may take to arrive, in milliseconds. 10,000 unless set. */
  readonly timeoutMs?: number;
}

/**
 * Makes a handler: `export default { fetch: handler }`, `export const POST = handler`,
 * `app.post('/kolvera', (c) => handler(c.req.raw))`.
 *
 * It answers every request itself, whatever its path, and needs a request whose body nobody has
 * read.
 *
 * @param endpoint a receiver or an inbox.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createFetchHandler(
  endpoint: Endpoint,
  options: FetchHandlerOptions = {},
): (request: Request) => Promise<Response> {
  const { timeoutMs = 10_000 } = options;
  assertPositive('timeoutMs', timeoutMs);
  const timeLimit = new TimeLimit(timeoutMs);

  return async function handle(request) {
    const { method, headers } = request;
    const answer = endpoint.screen({ method, headers }) ?? (await answerBody(request));
    return new Response(answer.body, { status: answer.status, headers: { ...answer.headers } });
  };

  async function answerBody(request: Request) {
    const body = await readBody(request, endpoint.maxBytes, timeLimit);
    if (typeof body === 'string') return endpoint.refuse(body);
    return endpoint.receive({ method: request.method, headers: request.headers, body });
  }
}

async function readBody(
  request: Request,
  maxBytes: number,
  timeLimit: TimeLimit,
): Promise<Uint8Array | ReceiverErrorCode> {
  if (request.bodyUsed) return 'body_already_read';
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const reading = collect(reader, maxBytes);
  let late = false;
  const timed = timeLimit.start(() => {
    late = true;
    // It ends the reading, as the end of the body would.
    reader.cancel().catch(() => {});
  });
  const body = await reading;
  timed.stop();
  return late ? 'body_timeout' : body;
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array | ReceiverErrorCode> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(chunks, size);
      size += value.byteLength;
      if (size > maxBytes) {
        reader.cancel().catch(() => {});
        return 'body_too_large';
      }
      chunks.push(value);
    }
  } catch {
    return 'body_incomplete';
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
