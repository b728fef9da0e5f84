/**
 * @module Endpoints for everything that uses Request and Response: Hono, Next.js, Remix, SvelteKit,
 * h3 and Nitro, Bun, Deno, Cloudflare Workers.
 */
import { Buffer } from 'node:buffer';
import type { ReceiverErrorCode } from '../refusal.ts';
import type { RequestReceiver } from '../request-receiver.ts';
import { assertPositive } from '../setup-error.ts';
import { startTimeout } from '../time-limit.ts';

export interface FetchHandlerOptions {
  /** How long a body may take to arrive, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Creates a handler: `export default { fetch: handler }`, `export const POST = handler`,
 * `app.post('/kolvera', (c) => handler(c.req.raw))`.
 *
 * It responds to every request itself, whatever its path, and needs a request whose body has not
 * been read.
 *
 * @param receiver a receiver or an inbox.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createFetchHandler(
  receiver: RequestReceiver,
  options: FetchHandlerOptions = {},
): (request: Request) => Promise<Response> {
  const { timeoutMs = 10_000 } = options;
  assertPositive('timeoutMs', timeoutMs);

  return async function handle(request) {
    const { status, headers, body } = await respond(request);
    return new Response(body, { status, headers: { ...headers } });
  };

  async function respond(request: Request) {
    const { method, headers } = request;
    const rejected = receiver.screen({ method, headers });
    if (rejected !== undefined) return rejected;
    const body = await collectBody(request, receiver.maxBytes, timeoutMs);
    if (typeof body === 'string') return receiver.refuse(body);
    return receiver.receive({ method, headers, body });
  }
}

async function collectBody(
  request: Request,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array | ReceiverErrorCode> {
  if (request.bodyUsed) return 'body_already_read';
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  const chunks: Uint8Array[] = [];
  let size = 0;
  let late = false;
  const timer = startTimeout(() => {
    late = true;
    // Ends the reading, as the end of the body would.
    cancel();
  }, timeoutMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) return 'body_timeout';
      if (done) return Buffer.concat(chunks);
      size += value.byteLength;
      if (size > maxBytes) {
        cancel();
        return 'body_too_large';
      }
      chunks.push(value);
    }
  } catch {
    return 'body_incomplete';
  } finally {
    clearTimeout(timer);
  }
}
