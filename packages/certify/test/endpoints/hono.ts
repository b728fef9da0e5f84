/** @module A hand-written endpoint on Hono. */
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type HandWritten, type RunningEndpoint, source } from './hand-written.ts';

export async function startHono(endpoint: HandWritten): Promise<RunningEndpoint> {
  const app = new Hono();
  app.onError(() => new Response(null, { status: 500 }));
  app.get('/handled', (c) => c.text(String(endpoint.handled())));
  app.post('/kolvera', bodyLimit({ maxSize: endpoint.limit }), async (c) => {
    const raw = endpoint.parsesFirst
      ? Buffer.from(JSON.stringify(await c.req.json().catch(() => null)))
      : Buffer.from(await c.req.arrayBuffer());
    const status = await endpoint.receive(raw, c.req.header('x-kolvera-signature'));
    return new Response(null, { status });
  });
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/kolvera`,
    counter: `${origin}/handled`,
    source,
    async stop() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
