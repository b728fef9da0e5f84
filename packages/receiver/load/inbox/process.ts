/** @module One process of the load: a receiver, a worker, or the bare endpoint that receivers are compared with. */
import { appendFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createPostgresBackend, Queue } from 'bullmq';
import { createInbox } from '../../src/inbox/index.ts';
import { createNodeHandler } from '../../src/node/index.ts';
import { engineAt } from '../../test/inboxes.ts';
import type { Role } from './roles.ts';

const { role, url, name, port, secret, log }: Role = JSON.parse(process.env.ROLE ?? '{}');

/** The share of attempts that fail; each is retried. */
const FAILING = 0.05;

function receiver(): RequestListener {
  const inbox = createInbox({ secret, engine: engineAt(url, name), storeTimeoutMs: 10_000 });
  return createNodeHandler(inbox.onAny(() => {}));
}

/** Reads the body and adds it to the queue, without verifying anything. */
function bare(): RequestListener {
  const queue = url.startsWith('redis:')
    ? new Queue(name, { connection: { url } })
    : new Queue(name, { connection: { connectionString: url } }, createPostgresBackend);
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      await queue.add('delivery', { body: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"stored"}');
    });
  };
}

async function work(): Promise<void> {
  const inbox = createInbox({
    secret,
    engine: engineAt(url, name),
    concurrency: 10,
    backoffMs: 100,
    // What a killed worker had in progress waits this long: the default would be most of a short run.
    leaseMs: 10_000,
  })
    // Written synchronously, so that a kill loses no line.
    .onAny(({ id }) => {
      appendFileSync(log, `begun ${id}\n`);
      if (Math.random() < FAILING) throw new Error('This attempt fails.');
      appendFileSync(log, `done ${id}\n`);
    })
    .onError(({ code, cause }) => {
      if (code === 'engine_failed') console.error('the engine failed:', String(cause));
    });
  await inbox.start();
  process.send?.('ready');
}

if (role === 'worker') await work();
else {
  const listener = role === 'receiver' ? receiver() : bare();
  createServer(listener).listen(port, '127.0.0.1', () => process.send?.('ready'));
}
