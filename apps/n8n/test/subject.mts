/** @module The built node in the harness, for the conformance suite. */
import type { Subject } from '@kolvera/conformance';
import { identifyEvents, parseEvents } from '@kolvera/event-schema';
import { loadBuiltNode } from './built-node.mts';
import { startHarness } from './harness/n8n-harness.mts';
import { optionsOf } from './narrowing-options.mts';

const subject: Subject = {
  name: 'n8n (node harness)',
  order: 3,
  guide: 'n8n.md',
  limits: {},
  async start({ baseUrl }) {
    const n8n = await startHarness(loadBuiltNode());
    let fields = { apiKey: '', baseUrl, webhookSecret: '' };
    return {
      async connect(apiKey) {
        fields = { apiKey, baseUrl, webhookSecret: '' };
        await n8n.useCredential(fields);
      },
      async subscribe(events, narrowedTo = {}) {
        await n8n.publish({ events: [...events], options: optionsOf(narrowedTo) });
        return { url: n8n.url };
      },
      unsubscribe: n8n.unpublish,
      async useSecret(webhookSecret) {
        fields = { ...fields, webhookSecret };
        await n8n.useCredential(fields);
      },
      received: async () =>
        n8n
          .items()
          .flatMap((item) => identifyEvents(parseEvents(JSON.stringify(item)), () => '(none)')),
      traces: async () => n8n.traces(),
      stop: n8n.close,
    };
  },
};

export default subject;
