/** @module The six ready workflows, as a user imports them. */
import assert from 'node:assert/strict';
import { templates } from '../templates.mts';
import type { Proof } from './proof.mts';
import type { Stage } from './stage.mts';

export async function proveTemplates({ n8n }: Stage, prove: Proof): Promise<void> {
  const offered = new Set(await n8n.nodeTypes());
  for (const { file, workflow } of await templates()) {
    await prove(`the template ${file} is imported as it is`, async () => {
      const id = await n8n.createWorkflow(workflow);
      const stored = await n8n.workflow(id);
      assert.deepEqual(stored.nodes.map(withoutWebhookId), workflow.nodes);
      assert.deepEqual(stored.connections, workflow.connections);
      for (const { type } of workflow.nodes) assert.ok(offered.has(type), `n8n has no ${type}`);
    });
  }
}

/** n8n gives each imported trigger a webhook address of its own. */
function withoutWebhookId(node: object): object {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'webhookId'));
}
