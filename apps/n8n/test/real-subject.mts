/** @module The packed node in the real n8n server, for the conformance suite's demo. */
import { randomUUID } from 'node:crypto';
import type { Subject } from '@kolvera/conformance';
import type { NarrowedTo } from '@kolvera/delivery';
import { identifyEvents, parseEvents } from '@kolvera/event-schema';
import { optionsOf } from './narrowing-options.mts';
import { packNode } from './packed-node.mts';
import { signUp } from './real/n8n-client.mts';
import { startN8n } from './real/n8n-server.mts';
import { triggerWorkflow } from './real/trigger-workflow.mts';

const subject: Subject = {
  name: 'n8n (real server)',
  order: 3,
  limits: {},
  async start({ baseUrl }) {
    const packed = await packNode();
    const server = await startN8n(packed.tarball).finally(packed.remove);
    const n8n = await signUp(server.origin);
    let fields = { apiKey: '', baseUrl, webhookSecret: '' };
    const credentialId = await n8n.createCredential(fields);
    const webhookId = randomUUID();
    const draft = (events: readonly string[], narrowedTo: NarrowedTo) =>
      triggerWorkflow(credentialId, { events, options: optionsOf(narrowedTo) }, webhookId);
    const workflowId = await n8n.createWorkflow(draft(['*'], {}));

    async function useCredential(changes: Partial<typeof fields>) {
      fields = { ...fields, ...changes };
      await n8n.updateCredential(credentialId, fields);
      const { status, message } = await n8n.testCredential(credentialId, fields);
      if (status === 'Error') throw new Error(message);
    }

    return {
      connect: (apiKey) => useCredential({ apiKey, webhookSecret: '' }),
      useSecret: (webhookSecret) => useCredential({ webhookSecret }),
      async subscribe(events, narrowedTo = {}) {
        await n8n.updateWorkflow(workflowId, draft(events, narrowedTo));
        const { error } = await n8n.publish(workflowId);
        if (error !== null) throw new Error(error);
        return { url: `${server.origin}/webhook/${webhookId}/webhook` };
      },
      unsubscribe: () => n8n.unpublish(workflowId),
      async received() {
        const executions = await n8n.executions(workflowId);
        return executions
          .flatMap(({ items }) => items)
          .flatMap((item) => identifyEvents(parseEvents(JSON.stringify(item)), () => '(none)'));
      },
      traces: async () => server.log() + (await n8n.executionRecords(workflowId)),
      stop: server.close,
    };
  },
};

export default subject;
