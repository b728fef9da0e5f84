/** @module The consumer as a developer writes it: a server of node:http with a receiver, in this process. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeHandler } from '../src/node/index.ts';
import { ownEndpoint } from './own-endpoint.ts';
import {
  CONTROL_PATH,
  createControlledEndpoint,
  type Observed,
} from './runtimes/controlled-endpoint.ts';

export default ownEndpoint('Own endpoint (HTTP)', async () => {
  let handle: RequestListener;
  const control = createControlledEndpoint((receiver) => {
    handle = createNodeHandler(receiver);
  });
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const toControl = async (init?: RequestInit): Promise<Observed> =>
    (await control(new Request(origin + CONTROL_PATH, init))).json() as Promise<Observed>;
  return {
    url: `${origin}/kolvera`,
    async configure(configuration) {
      await toControl({ method: 'POST', body: JSON.stringify(configuration) });
    },
    observed: () => toControl(),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
});
