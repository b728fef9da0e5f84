/** @module Endpoints on node:http, and on what builds on it: Express, Connect, Koa's `ctx.req`. */
import type { ServerResponse } from 'node:http';
import { nextTick } from 'node:process';
import type { ReceiverResponse } from '../answer.ts';
import type { Endpoint } from '../endpoint.ts';
import { assertPositive, ReceiverSetupError } from '../setup-error.ts';
import { TimeLimit } from '../time-limit.ts';
import { arrivedBody, discardBody, type NodeRequest, readBody } from './read-body.ts';

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
 * @param endpoint a receiver or an inbox.
 * @throws ReceiverSetupError `invalid_option`. The handler rejects with `not_node_http` before
 * anything is handled when a framework calls it with objects of its own.
 */
export function createNodeHandler(
  endpoint: Endpoint,
  options: NodeHandlerOptions = {},
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  const { timeoutMs = 10_000 } = options;
  assertPositive('timeoutMs', timeoutMs);
  const timeLimit = new TimeLimit(timeoutMs);
  const limits = { maxBytes: endpoint.maxBytes, timeLimit };

  return function handle(request, response) {
    return new Promise((answered) => {
      assertNodeResponse(response);
      const start = () => answered(receive(request, response));
      // A tick rather than a promise for the body's end: by then most bodies are there, and the
      // AsyncLocalStorage of a middleware before this one holds in it too. Not when somebody reads
      // the body already: it might have been read in a tick.
      if (request.readableFlowing === null) nextTick(start);
      else start();
    });
  };

  async function receive(request: NodeRequest, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const arrived = arrivedBody(request, endpoint.maxBytes);
    const refused = arrived === undefined ? endpoint.screen({ method, headers }) : undefined;
    if (refused !== undefined) {
      discardBody(request, timeLimit);
      send(response, refused);
      return;
    }
    const read = arrived ?? (await readBody(request, limits));
    if ('body' in read) {
      const answer = endpoint.answer({ method, headers, body: read.body });
      send(response, answer instanceof Promise ? await answer : answer);
      return;
    }
    if (read.code === 'body_timeout') response.shouldKeepAlive = false;
    if (read.code === 'body_too_large') discardBody(request, timeLimit);
    send(response, endpoint.refuse(read.code));
  }
}

/** A reply of Fastify's, say, could be answered only after the handlers had run, and would fail then. */
function assertNodeResponse(response: ServerResponse): void {
  if (typeof response?.writeHead === 'function') return;
  throw new ReceiverSetupError(
    'not_node_http',
    "createNodeHandler was called with objects that are not node:http's. In Fastify, use the plugin of " +
      '@kolvera/receiver/fastify; in Koa, pass ctx.req and ctx.res; elsewhere use createFetchHandler or receive.',
  );
}

function send(response: ServerResponse, { status, headers, body }: ReceiverResponse): void {
  // The sender may have gone, or a framework's own time limit may have answered.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, headers).end(body);
}
