/** @module The receiver on node:http, and on what stands on it: Express, Connect, Koa's `ctx.req`. */
import type { ServerResponse } from 'node:http';
import type { ReceiverResponse } from '../answer.ts';
import type { Receiver } from '../receiver.ts';
import { assertPositive } from '../setup-error.ts';
import { type NodeRequest, readBody } from './read-body.ts';
import { TimeLimit } from './time-limit.ts';

export type { NodeRequest } from './read-body.ts';

export interface NodeHandlerOptions {
  /** How long a body may take to arrive, in milliseconds. 10,000 unless set. */
  readonly timeoutMs?: number;
}

/**
 * Makes a request handler: `http.createServer(handler)`, `app.post('/kolvera', handler)`.
 *
 * It answers every request itself, whatever its path. It has to get the request before any body
 * parser does; if it does not, it says so at once (500, `body_already_parsed` or
 * `body_already_read`).
 *
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createNodeHandler(
  receiver: Receiver,
  options: NodeHandlerOptions = {},
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  const { timeoutMs = 10_000 } = options;
  assertPositive('timeoutMs', timeoutMs);
  const limits = { maxBytes: receiver.maxBytes, timeLimit: new TimeLimit(timeoutMs) };

  return async function handle(request, response) {
    const { method = '', headers } = request;
    const read = method === 'POST' ? await readBody(request, limits) : { body: '' };
    if ('body' in read) {
      send(response, await receiver.receive({ method, headers, body: read.body }));
      return;
    }
    if (read.code === 'body_timeout') response.shouldKeepAlive = false;
    send(response, receiver.refuse(read.code));
  };
}

function send(response: ServerResponse, { status, headers, body }: ReceiverResponse): void {
  // The sender may have gone, or a framework's own time limit may have answered.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end(body);
}
