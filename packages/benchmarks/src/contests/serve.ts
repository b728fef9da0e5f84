/**
 * @module One server of the contest over node:http, in a process of its own. Takes `receiver` or
 * `bare` as its argument and tells its parent the port.
 */
import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import { SECRET } from '../peers.ts';

/** As its users have it: every event handled, deduplication on. */
function receiver(): RequestListener {
  return createNodeHandler(createReceiver({ secret: SECRET }).onAny(() => {}));
}

/** The least that proves the sender: the body read and its HMAC computed. */
function bare(): RequestListener {
  const content = '{"status":"handled"}';
  const headers = { 'content-type': 'application/json', 'content-length': content.length };
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const digest = createHmac('sha256', SECRET).update(Buffer.concat(chunks)).digest('hex');
      response.writeHead(digest === request.headers[SIGNATURE_HEADER] ? 200 : 401, headers);
      response.end(content);
    });
  };
}

const server = createServer(process.argv[2] === 'bare' ? bare() : receiver());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
