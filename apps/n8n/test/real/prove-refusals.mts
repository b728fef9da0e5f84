/** @module What n8n's user reads when publishing cannot work, and that the API key stays here. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { listen } from '../harness/listen.mts';
import type { Proof } from './proof.mts';
import type { Stage } from './stage.mts';
import { triggerWorkflow } from './trigger-workflow.mts';

export async function proveRefusals(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, fields, credentialId } = stage;
  const id = await n8n.createWorkflow(triggerWorkflow(credentialId, {}, 'refusals'));

  async function publishWith(changes: Partial<typeof fields>): Promise<string> {
    await n8n.updateCredential(credentialId, { ...fields, ...changes });
    const { error } = await n8n.publish(id);
    await n8n.unpublish(id);
    await n8n.updateCredential(credentialId, fields);
    return error ?? '';
  }

  await prove('an n8n that Kolvera cannot reach is refused, naming N8N_WEBHOOK_URL', async () => {
    assert.match(await publishWith({ baseUrl: 'https://kolvera.invalid/v1' }), /N8N_WEBHOOK_URL/);
  });

  await prove('a redirect is never followed with the API key', async () => {
    const seen: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    });
    const location = `${await listen(elsewhere)}/v1`;
    const redirecting = createServer((_, response) => {
      response.writeHead(302, { location }).end();
    });
    const baseUrl = `${await listen(redirecting)}/v1`;
    try {
      const tested = await n8n.testCredential(credentialId, { ...fields, baseUrl });
      assert.match(tested.message, /redirect/);
      assert.match(await publishWith({ baseUrl }), /redirect/);
      assert.deepEqual(seen, []);
    } finally {
      elsewhere.close();
      redirecting.close();
    }
  });
}
