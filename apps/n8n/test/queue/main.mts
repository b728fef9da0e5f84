/**
 * @module `npm run test:queue -w n8n-nodes-kolvera`: the real n8n as a main process, two that receive webhooks and two
 * workers, over PostgreSQL and Redis. 5,000 signed deliveries, a third of them repeats. On the way a
 * worker is stopped in an orderly way, another is killed, and so is a process that receives webhooks.
 * `-- --deliveries 600` sends fewer.
 *
 * At the end the runs that were broken off are retried, as their user does. Exit code 1 when an event
 * that was answered with success has no run in n8n's list, or was never run to its end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startSandbox } from '@kolvera/sandbox';
import { signUp } from '../real/n8n-client.mts';
import type { N8nProcess } from '../real/n8n-process.mts';
import { deliver, type Target } from '../real/signed-delivery.mts';
import { startCluster } from './n8n-cluster.mts';
import { onceWorkflow } from './once-workflow.mts';
import { report } from './report.mts';
import { retryUnfinished } from './retry-unfinished.mts';
import { drawn, sendingOrder } from './sending-order.mts';
import { makeTables, storedRuns, untilQuiet, written } from './stored-runs.mts';

/** Deliveries that are under way at the same time. */
const AT_ONCE = 20;
const SENT_AGAIN_AFTER_MS = 250;

const { values } = parseArgs({ options: { deliveries: { type: 'string', default: '5000' } } });
const order = sendingOrder(Number(values.deliveries));
const cluster = await startCluster();
const kolvera = await startSandbox();
try {
  const { n8n, secret, path } = await publish();
  const targets = cluster.webhooks.map(({ origin }) => ({ url: `${origin}${path}`, secret }));
  console.log(`sending ${order.length} deliveries`);
  const started = Date.now();
  const sent = await sendAll(targets);
  const seconds = (Date.now() - started) / 1000;
  await untilQuiet(cluster.databaseUrl);
  const runs = await storedRuns(cluster.databaseUrl);
  const retried = await retryUnfinished(n8n, runs);
  await untilQuiet(cluster.databaseUrl);
  const left = await written(cluster.databaseUrl);
  const failures = report({ order, ...sent, seconds, runs, retried, ...left });
  console.log(
    failures.length === 0 ? '\nEvery accepted event has run.' : `\n✗ ${failures.join('\n✗ ')}`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await cluster.close();
  await kolvera.close();
}

/** Publishes the ready workflow against repeats. */
async function publish() {
  await makeTables(cluster.databaseUrl);
  const n8n = await signUp(cluster.main.origin);
  const { hostname: host, port, username: user } = new URL(cluster.databaseUrl);
  const id = await n8n.createWorkflow(
    await onceWorkflow({
      kolvera: await n8n.createCredential({
        apiKey: kolvera.apiKey,
        baseUrl: kolvera.baseUrl,
        webhookSecret: '',
      }),
      postgres: await n8n.createCredentialOf('postgres', {
        ...{ host, port: Number(port), user, database: 'postgres', password: 'none' },
        ssl: 'disable',
      }),
    }),
  );
  const { error } = await n8n.publish(id);
  const [webhook] = kolvera.webhooks();
  if (error !== null || webhook === undefined) throw new Error(error ?? 'no webhook was made');
  return { n8n, secret: webhook.secret, path: new URL(webhook.url).pathname };
}

/** Sends all, each until it is answered with success, as Kolvera does; ends three on the way. */
async function sendAll(targets: readonly Target[]) {
  const answers = new Map<string, number>();
  const accepted = new Set<string>();
  const at = (part: number) => Math.floor(order.length * part);
  let next = 0;
  let sentAgain = 0;

  async function end(signal: 'SIGKILL' | 'SIGTERM', name: string, member: N8nProcess) {
    console.log(`${signal} to ${name} after ${next} deliveries`);
    await member.end(signal);
    await member.start();
  }
  async function send(index: number): Promise<void> {
    const id = order[index] ?? '';
    for (let attempt = 0; ; attempt += 1) {
      const target = targets[(Math.floor(drawn(`process ${index}`) * 2) + attempt) % 2];
      if (target === undefined) throw new TypeError('there are two targets');
      const answer = await deliver(target, id);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (answer.startsWith('200')) break;
      sentAgain += 1;
      await sleep(SENT_AGAIN_AFTER_MS);
    }
    accepted.add(id);
  }
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < order.length) {
        const index = next;
        next += 1;
        // The others go on sending in the meantime.
        if (index === at(0.2)) await end('SIGTERM', 'a worker', cluster.workers[1]);
        if (index === at(0.5)) await end('SIGKILL', 'a worker', cluster.workers[0]);
        if (index === at(0.7)) await end('SIGKILL', 'a process for webhooks', cluster.webhooks[0]);
        await send(index);
      }
    }),
  );
  return { answers, accepted, sentAgain };
}
