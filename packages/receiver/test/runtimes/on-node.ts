/** @module On Node.js, through createNodeHandler. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeHandler } from '../../src/node/index.ts';
import { CONTROL_PATH, createControlledEndpoint } from './controlled-endpoint.ts';

let handle: RequestListener;
const control = createControlledEndpoint((receiver) => {
  handle = createNodeHandler(receiver);
});

const server = createServer(async (request, response) => {
  if (request.url !== CONTROL_PATH) return handle(request, response);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '' } = request;
  const init = method === 'POST' ? { method, body: Buffer.concat(chunks) } : { method };
  response.end(await (await control(new Request(`http://localhost${CONTROL_PATH}`, init))).text());
});
server.listen(0, '127.0.0.1', () => {
  console.log(`port: ${(server.address() as AddressInfo).port}`);
});
