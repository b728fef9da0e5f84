/** @module The package is loaded, and the credential is tested in sentences that help. */
import assert from 'node:assert/strict';
import type { Proof } from './proof.mts';
import type { Stage } from './stage.mts';

export async function proveInstallation(stage: Stage, prove: Proof): Promise<void> {
  const { n8n, credentialId, fields } = stage;
  const test = (changes: object) => n8n.testCredential(credentialId, { ...fields, ...changes });

  await prove('n8n loads the packed node', async () => {
    const names = (await n8n.nodeTypes()).map(({ name }) => name);
    assert.ok(names.includes('n8n-nodes-kolvera.kolveraTrigger'));
  });
  await prove('the credential is tested against Kolvera', async () => {
    assert.equal((await test({})).status, 'OK');
  });
  await prove('a wrong API key is refused in a sentence that says so', async () => {
    const { status, message } = await test({ apiKey: 'kol_live_wrong' });
    assert.equal(status, 'Error');
    assert.match(message, /did not accept the API key/);
  });
  await prove('a plain-http API address is refused', async () => {
    const { status, message } = await test({ baseUrl: 'http://api.example.com/v1' });
    assert.equal(status, 'Error');
    assert.match(message, /https:\/\//);
  });
  await prove('a secret alone is enough for manual registration', async () => {
    const { status } = await test({ apiKey: '', webhookSecret: 'whsec_by_hand' });
    assert.equal(status, 'OK');
  });
  await prove('an empty credential is refused', async () => {
    assert.equal((await test({ apiKey: '' })).status, 'Error');
  });
}
