/**
 * @module One server of the contest over node:http, in a process of its own. Takes the name of what it
 * serves as its argument, and tells its parent the port.
 */
import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import { SECRET } from '../peers.ts';
import { BARE, BARE_PARSING, isServed, OURS, OURS_WITHOUT_STORE, type Served } from './served.ts';

const listeners: Record<Served, () => RequestListener> = {
  // The least that proves the sender: the body read and its HMAC computed.
  [BARE]: () => bare(() => {}),
  // How much of the difference anybody pays who looks into the body.
  [BARE_PARSING]: () => bare((body) => JSON.parse(body.toString())),
  // As its users have it: every event handled, deduplication on.
  [OURS]: () => createNodeHandler(createReceiver({ secret: SECRET }).onAny(() => {})),
  [OURS_WITHOUT_STORE]: () =>
    createNodeHandler(createReceiver({ secret: SECRET, store: false }).onAny(() => {})),
};

function bare(use: (body: Buffer) => void): RequestListener {
  const content = '{"status":"handled"}';
  const headers = { 'content-type': 'application/json', 'content-length': content.length };
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const digest = createHmac('sha256', SECRET).update(body).digest('hex');
      use(body);
      response.writeHead(digest === request.headers[SIGNATURE_HEADER] ? 200 : 401, headers);
      response.end(content);
    });
  };
}

const served = process.argv[2];
if (!isServed(served)) throw new RangeError(`Nothing is called ${served}.`);
// A connection is idle while the others work, and Node would close it after 5 s, maybe under a request.
const server = createServer({ keepAliveTimeout: 10 * 60_000 }, listeners[served]());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
