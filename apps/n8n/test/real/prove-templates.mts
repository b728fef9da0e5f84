/** @module The six ready workflows, as a user imports them. */
import assert from 'node:assert/strict';
import { templates } from '../templates.mts';
import type { Proof } from './proof.mts';
import type { Stage } from './stage.mts';

export async function proveTemplates({ n8n }: Stage, prove: Proof): Promise<void> {
  const nodeTypes = await n8n.nodeTypes();
  for (const { file, workflow } of await templates()) {
    await prove(`the template ${file} is imported as it is`, async () => {
      const id = await n8n.createWorkflow(workflow);
      const stored = await n8n.workflow(id);
      assert.deepEqual(stored.nodes.map(withoutWebhookId), workflow.nodes);
      assert.deepEqual(stored.connections, workflow.connections);
      for (const { type, parameters } of workflow.nodes) {
        const known = nodeTypes.filter(({ name }) => name === type);
        const names = known.flatMap(({ properties }) => properties.map(({ name }) => name));
        const unknown = Object.keys(parameters).filter((name) => !names.includes(name));
        assert.deepEqual(unknown, [], `${type} has no such parameters`);
      }
    });
  }
}

/** n8n gives each imported trigger a webhook address of its own. */
function withoutWebhookId(node: object): object {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== 'webhookId'));
}
