/**
 * @module `npm run load -w apps/cli`: 100,000 deliveries to `kolvera listen`, which keeps and forwards
 * them, and how much memory it takes meanwhile. Exit code 1 when it grows.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { freePort } from '@kolvera/test-support/free-port';
import { KOLVERA } from '../test/terminal.ts';

const DELIVERIES = Number(process.argv[2] ?? 100_000);
const AT_ONCE = 8;
const SECRET = 'whsec_of_a_load';
/** From after a fifth of the deliveries, when the caches are warm, to the end. */
const MOST_GROWTH = 1.25;

const folder = mkdtempSync(join(tmpdir(), 'kolvera-load-'));
const endpoint = createServer((incoming, response) => {
  incoming.resume().once('end', () => response.end());
});
const endpointPort = await freePort();
await new Promise<void>((done) => endpoint.listen(endpointPort, '127.0.0.1', done));
const port = await freePort();
const child = spawn(
  process.execPath,
  [KOLVERA, 'listen', '--port', String(port), '--forward-to', `http://127.0.0.1:${endpointPort}`],
  {
    cwd: folder,
    env: { PATH: process.env.PATH, KOLVERA_WEBHOOK_SECRET: SECRET },
    stdio: ['ignore', 'ignore', 'pipe'],
  },
);
await new Promise((done) => child.stderr.once('data', done));

/** Resident memory of the listener, in megabytes (Linux). */
function memory(): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
const body = JSON.stringify(sampleEvent('contact.created'));
const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, SECRET) };

function deliver(): Promise<void> {
  return new Promise((done, fail) => {
    const sending = request({ port, host: '127.0.0.1', method: 'POST', headers, agent });
    sending.once('response', (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) done();
        else fail(new Error(`It answered ${response.statusCode}.`));
      });
    });
    sending.once('error', fail);
    sending.end(body);
  });
}

try {
  let sent = 0;
  const started = performance.now();
  const samples: number[] = [];
  const worker = async () => {
    while (sent < DELIVERIES) {
      sent += 1;
      await deliver();
      if (sent % (DELIVERIES / 20) === 0) samples.push(memory());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - started) / 1000;
  const early = Math.max(...samples.slice(2, 5));
  const late = Math.max(...samples.slice(-3));
  console.log(
    `${DELIVERIES} deliveries in ${seconds.toFixed(0)} s; memory in MB: ${samples.join(' ')}`,
  );
  console.log(`${(late / early).toFixed(2)} times as much at the end; at most ${MOST_GROWTH}`);
  if (late > MOST_GROWTH * early) process.exitCode = 1;
} finally {
  child.kill('SIGINT');
  agent.destroy();
  endpoint.close();
  endpoint.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
