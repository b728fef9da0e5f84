/** @module No secret and no API key where it does not have to be. */
import assert from 'node:assert/strict';
import type { Proof } from './proof.mts';
import { publishTrigger, type Stage } from './stage.mts';

export async function proveSecrecy(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, kolvera, server, fields, credentialId } = stage;
  const { id } = await publishTrigger(stage, {});
  await kolvera.fire('contact.created');
  await kolvera.settled();

  await prove('no secret and no API key appears in the log or in an execution', async () => {
    const traces = server.log() + (await n8n.executionRecords(id));
    for (const secret of [fields.apiKey, 'kol_live_wrong', ...kolvera.secretsEverIssued()]) {
      assert.ok(!traces.includes(secret));
    }
  });
  await prove(
    'a secret that was rotated in Kolvera and entered in the credential verifies',
    async () => {
      const [webhook] = kolvera.webhooks();
      const webhookSecret = kolvera.rotateSecret(webhook?.id ?? '');
      await n8n.updateCredential(credentialId, { ...fields, webhookSecret });
      const { eventId } = await kolvera.fire('contact.updated');
      await kolvera.settled();
      await n8n.updateCredential(credentialId, fields);
      assert.equal(kolvera.deliveries({ eventId })[0]?.status, 'delivered');
      assert.ok(!JSON.stringify((await n8n.workflow(id)).staticData).includes(webhookSecret));
    },
  );
  await n8n.unpublish(id);
}
