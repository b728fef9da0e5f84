import type { WorkflowJson } from './n8n-client.mts';

/** A workflow of the trigger alone. */
export function triggerWorkflow(
  credentialId: string,
  parameters: object,
  webhookId: string,
): WorkflowJson {
  return {
    name: 'Kolvera events',
    nodes: [
      {
        id: 'trigger',
        name: 'Kolvera Trigger',
        type: 'n8n-nodes-kolvera.kolveraTrigger',
        typeVersion: 1,
        position: [0, 0],
        parameters,
        webhookId,
        credentials: { kolveraApi: { id: credentialId, name: 'Kolvera' } },
      },
    ],
    connections: {},
  };
}
