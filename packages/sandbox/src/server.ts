/** @module The sandbox's HTTP server. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { refuseForeign } from './api/guards.ts';
import { databaseProblem, Problem } from './api/problem.ts';

/** The longest body of a request, in bytes. */
const LONGEST_BODY = 1024 * 1024;

/** How much of a longer body is read, in bytes. */
const MOST_DISCARDED = 64 * 1024 * 1024;

export interface RunningServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `routes` on this address. @throws if the port is in use. */
export async function startServer(
  routes: Hono<{ Bindings: HttpBindings }>,
  host: string,
  port: number,
): Promise<RunningServer> {
  const own = new Set<string>();
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.onError((error) => {
    const problem = error instanceof Problem ? error : databaseProblem(error);
    if (problem !== undefined) return problem.toResponse();
    console.error(error);
    return new Problem(500, 'Unexpected error. The terminal shows the details.').toResponse();
  });
  app.use(async (c, next) => {
    refuseForeign(c.req.raw.headers, own);
    await next();
  });
  app.use(async (c, next) => {
    const { raw } = c.req;
    if (raw.body === null) return next();
    const chunks: Uint8Array[] = [];
    let length = 0;
    // A longer body is read before it is refused: a client that is still sending misses the response.
    for await (const chunk of raw.body) {
      length += chunk.length;
      if (length <= LONGEST_BODY) chunks.push(chunk);
      else if (length > MOST_DISCARDED) break;
    }
    if (length > LONGEST_BODY) {
      throw new Problem(413, 'The body is larger than 1 MB.', {}, { connection: 'close' });
    }
    c.req.raw = new Request(raw, { body: Buffer.concat(chunks) });
    return next();
  });
  app.route('/', routes);

  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  for (const name of [host, '127.0.0.1', 'localhost', '[::1]']) own.add(`${name}:${address.port}`);

  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
