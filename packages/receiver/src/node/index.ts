/** @module Endpoints on node:http, and on what builds on it: Express, Connect, Koa's `ctx.req`. */
import type { ServerResponse } from 'node:http';
import type { RequestReceiver } from '../request-receiver.ts';
import type { ReceiverResponse } from '../response.ts';
import { assertPositive, ReceiverSetupError } from '../setup-error.ts';
import { discardBody, type NodeRequest, readBody } from './read-body.ts';

export type { NodeRequest } from './read-body.ts';

export interface NodeHandlerOptions {
  /** How long a body may take to arrive, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
}

/**
 * Creates a request handler: `http.createServer(handler)`, `app.post('/kolvera', handler)`.
 *
 * It responds to every request itself, whatever its path. It must get the request before any body
 * parser does; otherwise it responds immediately with what to change (500, `body_already_parsed` or
 * `body_already_read`).
 *
 * @param receiver a receiver or an inbox.
 * @throws ReceiverSetupError `invalid_option`. The handler rejects with `not_node_http`, before
 * anything is handled, when a framework calls it with other objects than node:http's.
 */
export function createNodeHandler(
  receiver: RequestReceiver,
  options: NodeHandlerOptions = {},
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  const { timeoutMs = 10_000 } = options;
  assertPositive('timeoutMs', timeoutMs);
  const limits = { maxBytes: receiver.maxBytes, timeoutMs };

  return async function handle(request, response) {
    assertNodeResponse(response);
    const { method = '', headers } = request;
    const rejected = receiver.screen({ method, headers });
    if (rejected !== undefined) {
      discardBody(request, timeoutMs);
      send(response, rejected);
      return;
    }
    const read = await readBody(request, limits);
    if ('body' in read) {
      send(response, await receiver.receive({ method, headers, body: read.body }));
      return;
    }
    if (read.code === 'body_timeout') response.shouldKeepAlive = false;
    if (read.code === 'body_too_large') discardBody(request, timeoutMs);
    send(response, receiver.refuse(read.code));
  };
}

/** Fastify's reply, for example, would fail only after the handlers had run. */
function assertNodeResponse(response: ServerResponse): void {
  if (typeof response?.writeHead === 'function') return;
  throw new ReceiverSetupError(
    'not_node_http',
    "createNodeHandler was called with objects that are not node:http's. In Fastify, use the plugin of " +
      '@kolvera/receiver/fastify; in Koa, pass ctx.req and ctx.res; elsewhere use createFetchHandler or receive.',
  );
}

function send(response: ServerResponse, { status, headers, body }: ReceiverResponse): void {
  // The sender may have gone, or a framework's own time limit may have responded.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end(body);
}
