/**
 * @module A sandbox whose disk fills up while it works, and that must survive it. If this process may
 * mount one (as root on Linux), the disk is a tmpfs of 1 MB that is filled from outside; otherwise, or
 * with the argument max_page_count, SQLite's max_page_count limits the file. Prints the result as JSON.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { startSandbox } from '../../src/index.ts';
import { listen } from './listen.ts';

const [, , asked, folder = '', maxBytes] = process.argv;
if (asked !== 'run') {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-full-'));
  // The mount is in a separate namespace, and ends with its process.
  const mount = `mount -t tmpfs -o size=1m tmpfs ${folder} && exec "$@" ${folder}`;
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'run'];
  const mounts = asked !== 'max_page_count' && spawnSync('unshare', ['-m', 'true']).status === 0;
  const { status } = mounts
    ? spawnSync('unshare', ['-m', 'sh', '-c', mount, 'sh', ...self], { stdio: 'inherit' })
    : spawnSync(self[0] ?? '', [...self.slice(1), folder, '1048576'], { stdio: 'inherit' });
  rmSync(folder, { recursive: true });
  process.exit(status ?? 1);
}

const received = new Set<string>();
const endpoint = await listen((body) => {
  received.add(String(Object(JSON.parse(body)).id));
  return 200;
});
const sandbox = await startSandbox({
  database: join(folder, 'sandbox.sqlite'),
  ...(maxBytes !== undefined && { maxDatabaseBytes: Number(maxBytes) }),
});
sandbox.addWebhook({ url: endpoint.url });

const accepted: string[] = [];
const refused = new Set<string>();
/** @returns whether it was accepted. */
async function fire(): Promise<boolean> {
  // Lets deliveries go on in between.
  await turn();
  try {
    accepted.push((await sandbox.fire('contact.created')).eventId);
    return true;
  } catch (error) {
    refused.add(String(Object(error).code));
    return false;
  }
}

const ballast = join(folder, 'ballast');
/** Takes all the room that is left, while deliveries are in flight. */
function fillDisk(): void {
  const file = openSync(ballast, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch {
    closeSync(file);
  }
}

await fire();
await sandbox.settled();
const underWay = Array.from({ length: 20 }, fire);
if (maxBytes === undefined) fillDisk();
await Promise.all(underWay);
while (await fire());
const answer = await fetch(`${sandbox.controlUrl}/fire`, {
  method: 'POST',
  headers: { authorization: `Bearer ${sandbox.controlKey}`, 'content-type': 'application/json' },
  body: '{"event":"contact.created"}',
});
const problem: unknown = await answer.json();
const reading = await fetch(`${sandbox.baseUrl}/webhooks`, {
  headers: { authorization: `Bearer ${sandbox.apiKey}` },
});

if (maxBytes === undefined) rmSync(ballast);
else sandbox.prune({ deliveries: 0 });
const again = await fire();
await sandbox.settled();
console.log(
  JSON.stringify({
    disk: maxBytes === undefined ? 'tmpfs' : 'max_page_count',
    refused: [...refused],
    status: answer.status,
    detail: Object(problem).detail,
    reading: reading.status,
    again,
    undelivered: sandbox.deliveries({ status: 'pending' }).length,
    lost: accepted.filter((id) => !received.has(id)).length,
  }),
);
await sandbox.close();
await endpoint.close();
