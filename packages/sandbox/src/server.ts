/** @module The sandbox's HTTP server. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from './api/body-limit.ts';
import { refuseForeign } from './api/guards.ts';
import { databaseProblem, Problem } from './api/problem.ts';

export interface RunningServer {
  /** `http://127.0.0.1:41234` */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `routes` on this address. @throws when the port is taken. */
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
    return new Problem(
      500,
      'The local Kolvera hit an unexpected error. Its terminal shows the details.',
    ).toResponse();
  });
  app.use(async (c, next) => {
    refuseForeign(c.req.raw.headers, own);
    await next();
  });
  app.use(bodyLimit);
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
