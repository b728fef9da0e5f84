/** @module n8n ends without warning and starts again. */
import assert from 'node:assert/strict';
import type { Proof } from './proof.mts';
import { publishTrigger, type Stage } from './stage.mts';

export async function proveRestart(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, kolvera, server } = stage;
  const { id } = await publishTrigger(stage, {});
  const { deliveries } = await kolvera.fire('contact.created', { id: 'evt_before_the_crash' });
  await kolvera.settled();
  await n8n.executions(id, 1);
  const webhooks = kolvera.webhooks();
  await server.end('SIGKILL');
  await server.start();
  const runs = (expected = 0) => n8n.runs(id, expected);

  await prove(
    'killed with SIGKILL and started again, n8n has the same webhook in Kolvera',
    async () => {
      assert.deepEqual(kolvera.webhooks(), webhooks);
    },
  );
  await prove('after the restart, events start the workflow', async () => {
    const before = await runs();
    await kolvera.fire('contact.updated');
    await kolvera.settled();
    assert.equal(await runs(before + 1), before + 1);
  });
  await prove('after the restart, a delivery from before it is still known', async () => {
    const before = await runs();
    await kolvera.redeliver(deliveries[0] ?? '');
    await kolvera.settled();
    assert.equal(await runs(), before);
  });
  await prove('after the restart, unpublishing removes the webhook', async () => {
    await n8n.unpublish(id);
    assert.deepEqual(kolvera.webhooks(), []);
  });
}
