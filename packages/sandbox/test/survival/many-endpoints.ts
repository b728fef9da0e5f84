/**
 * @module One event for so many webhooks, each on an origin of its own, in a process that may open
 * fewer files. Argument: how many webhooks. The endpoint is another process: it has files of its own.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startSandbox } from '../../src/index.ts';

const [count = '0'] = process.argv.slice(2);
const endpoint = fork(new URL('endpoint-process.ts', import.meta.url));
const [port] = await once(endpoint, 'message');
const sandbox = await startSandbox();
for (let n = 0; n < Number(count); n++) {
  sandbox.addWebhook({ url: `http://127.1.${n >> 8}.${n & 255}:${port}/webhook` });
}
await sandbox.fire('contact.created');
await sandbox.settled();
const attempts = sandbox.deliveries().flatMap((delivery) => delivery.attempts);
console.log(
  JSON.stringify({
    delivered: sandbox.deliveries({ status: 'delivered' }).length,
    failedAttempts: attempts.filter(({ status_code }) => status_code === null).length,
  }),
);
await sandbox.close();
endpoint.disconnect();
