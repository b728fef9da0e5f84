/**
 * @module The inbox on a real Redis, looked at with bull-board.
 * @slow Starts frameworks and runtimes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { signedDelivery } from '@kolvera/receiver/testing';
import { type Service, startRedis } from '@kolvera/test-support/debian-services';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { started } from './started.ts';

const SECRET = 'whsec_examples_6f1c2a9e';

let redis: Service;
let child: ChildProcess;
let origin: string;
let printed: () => string;
beforeAll(async () => {
  redis = await startRedis();
  const program = join(import.meta.dirname, '../bull-board/endpoint.ts');
  child = spawn(process.execPath, ['--conditions=@kolvera/source', program], {
    env: { ...process.env, KOLVERA_WEBHOOK_SECRET: SECRET, PORT: '0', REDIS_URL: redis.url },
  });
  const running = await started(child);
  origin = `http://localhost:${running.port}`;
  printed = running.printed;
}, 300_000);
afterAll(async () => {
  child?.kill('SIGKILL');
  await redis?.stop();
});

test('a delivery is stored and handled, and bull-board shows it', async () => {
  const made = signedDelivery('contact.created', { secret: SECRET });
  const response = await fetch(made.toRequest(`${origin}/kolvera`));
  expect(await response.json()).toEqual({ status: 'stored' });
  await vi.waitFor(() => expect(printed()).toContain('New contact: '), { timeout: 60_000 });
  await vi.waitFor(
    async () => {
      const board = await fetch(`${origin}/queues/api/queues?activeQueue=kolvera&page=1`);
      expect(await board.text()).toContain('"contact.created"');
    },
    { timeout: 60_000 },
  );
  expect((await fetch(`${origin}/queues`)).status).toBe(200);
});
