/** @module What the documentation prescribes when a webhook or its secret is not as it should be. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proof } from './proof.mts';
import { deliver } from './signed-delivery.mts';
import { publishTrigger, removeWebhook, type Stage, targetOf } from './stage.mts';

/** From n8n's answer to "publish", in milliseconds: before, while and after Kolvera is called. */
const KILLED_AFTER = [0, 30, 120];

export async function proveRepair(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, kolvera, server, fields, credentialId } = stage;
  const { id } = await publishTrigger(stage, {});
  const outdated = targetOf(stage);

  await prove('a secret that was rotated in Kolvera: the new one counts at once', async () => {
    const secret = kolvera.rotateSecret(outdated.id);
    assert.equal(await deliver({ ...outdated, secret }, 'evt_rotated_early'), '401 unverified');
    await n8n.updateCredential(credentialId, { ...fields, webhookSecret: secret });
    assert.equal(await deliver({ ...outdated, secret }, 'evt_rotated'), '200 accepted');
  });
  await prove('the old one is accepted until Accept Only This Secret is turned on', async () => {
    const { url, secret } = targetOf(stage);
    assert.equal(await deliver(outdated, 'evt_outdated'), '200 accepted');
    const only = { ...fields, webhookSecret: secret, acceptOnlyThis: true };
    await n8n.updateCredential(credentialId, only);
    assert.equal(await deliver(outdated, 'evt_refused'), '401 unverified');
    assert.equal(await deliver({ url, secret }, 'evt_still_accepted'), '200 accepted');
    await n8n.updateCredential(credentialId, fields);
  });
  await prove(
    'unpublishing, then publishing gives a new secret and ends all old ones',
    async () => {
      const old = targetOf(stage);
      await n8n.unpublish(id);
      assert.equal((await n8n.publish(id)).error, null);
      const target = targetOf(stage);
      assert.notEqual(target.secret, old.secret);
      assert.equal(await deliver({ ...target, secret: old.secret }, 'evt_old'), '401 unverified');
      assert.equal(await deliver(target, 'evt_new'), '200 accepted');
    },
  );
  await prove('publishing the same again adds no webhook that was deleted in Kolvera', async () => {
    await removeWebhook(stage, targetOf(stage).id);
    assert.equal((await n8n.publish(id)).error, null);
    assert.deepEqual(kolvera.webhooks(), []);
  });
  await prove('unpublishing, then publishing does', async () => {
    await n8n.unpublish(id);
    assert.equal((await n8n.publish(id)).error, null);
    assert.equal(await deliver(targetOf(stage), 'evt_repaired'), '200 accepted');
  });
  await prove(
    'a delivery that is refused while "Execute step" listens is shown there',
    async () => {
      const before = await n8n.runs(id);
      await n8n.listenForTestEvent(id);
      const test = kolvera.webhooks().find(({ url }) => url.includes('/webhook-test/'));
      assert.ok(test, 'there is no webhook with the Test URL');
      const { url } = test;
      assert.match(await deliver({ url, secret: 'another' }, 'evt_unsigned'), /^500 /);
      const shown = (await n8n.executions(id, before + 1)).slice(before);
      assert.deepEqual(
        shown.map(({ mode, status }) => [mode, status]),
        [['manual', 'error']],
      );
      assert.match(await n8n.executionRecords(id), /A delivery was rejected/);
      await n8n.stopListening(id);
    },
  );
  for (const milliseconds of KILLED_AFTER) {
    await prove(
      `killed ${milliseconds} ms into publishing: unpublishing, then publishing leaves one webhook that works`,
      async () => {
        await n8n.unpublish(id);
        await n8n.startPublishing(id);
        await sleep(milliseconds);
        await server.end('SIGKILL');
        await server.start();
        await n8n.unpublish(id);
        assert.equal((await n8n.publish(id)).error, null);
        const event = `evt_killed_${milliseconds}`;
        assert.equal(await deliver(targetOf(stage), event), '200 accepted');
      },
    );
  }
  await n8n.unpublish(id);
  assert.deepEqual(kolvera.webhooks(), []);
}
