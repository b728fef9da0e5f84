/**
 * @module Events for many webhooks, each with a different origin, in a process with few open files.
 * Arguments: how many webhooks, how many events. The endpoint is another process, with its own files.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startSandbox } from '../../src/index.ts';

const [count = '0', events = '0'] = process.argv.slice(2);
const endpoint = fork(new URL('endpoint-process.ts', import.meta.url));
const [port] = await once(endpoint, 'message');
const sandbox = await startSandbox();
for (let n = 0; n < Number(count); n++) {
  sandbox.addWebhook({ url: `http://127.1.0.${n}:${port}/webhook` });
}
for (let n = 0; n < Number(events); n++) await sandbox.fire('contact.created');
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
