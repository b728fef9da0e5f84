/** @module One server of the contest over node:http. Its argument says which; its parent gets the port. */
import { createHmac } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { createReceiver } from '@kolvera/receiver';
import { createNodeHandler } from '@kolvera/receiver/node';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import { createNodeMiddleware, Webhooks } from '@octokit/webhooks';
import { SECRET } from '../peers.ts';

const listeners: Readonly<Record<string, () => RequestListener>> = {
  receiver: () => createNodeHandler(createReceiver({ secret: SECRET }).onAny(() => {})),
  '@octokit/webhooks middleware'() {
    const webhooks = new Webhooks({ secret: SECRET });
    webhooks.on('push', () => {});
    return createNodeMiddleware(webhooks, { path: '/kolvera' });
  },
  /** The least that proves the sender. */
  'bare handler': () => (request, response) => {
    const content = '{"status":"handled"}';
    const headers = { 'content-type': 'application/json', 'content-length': content.length };
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const digest = createHmac('sha256', SECRET).update(Buffer.concat(chunks)).digest('hex');
      response.writeHead(digest === request.headers[SIGNATURE_HEADER] ? 200 : 401, headers);
      response.end(content);
    });
  },
};

const listener = listeners[process.argv[2] ?? ''];
if (listener === undefined) throw new RangeError(`There is no server ${process.argv[2]}.`);
// A connection is idle while the others work; Node would close it after 5 s, maybe during a request.
const server = createServer({ keepAliveTimeout: 10 * 60_000 }, listener());
server.listen(0, '127.0.0.1', () => process.send?.(Object(server.address()).port));
process.on('disconnect', () => process.exit());
