/** @module A hand-written endpoint on Express. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import { type HandWritten, type RunningEndpoint, source } from './hand-written.ts';

export async function startExpress(endpoint: HandWritten): Promise<RunningEndpoint> {
  const { limit, parsesFirst } = endpoint;
  const app = express();
  app.get('/handled', (_, response) => {
    response.send(String(endpoint.handled()));
  });
  app.post(
    '/kolvera',
    parsesFirst
      ? express.json({ type: '*/*', limit })
      : express.raw({ type: '*/*', limit, inflate: false }),
    async (request, response) => {
      const raw = parsesFirst
        ? Buffer.from(JSON.stringify(request.body))
        : Buffer.isBuffer(request.body)
          ? request.body
          : Buffer.alloc(0);
      response.sendStatus(await endpoint.receive(raw, request.get('x-kolvera-signature')));
    },
  );
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/kolvera`,
    counter: `${origin}/handled`,
    source,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
