/** @module The ready workflow against repeats, with its last step made countable. */
import { template } from '../../scripts/templates.mts';
import type { WorkflowJson } from '../real/n8n-client.mts';

const TEMPLATE = 'any-event-to-postgresql-once.json';

/** @param credentials ids of the Kolvera API credential and of the Postgres one. */
export async function onceWorkflow(credentials: {
  readonly kolvera: string;
  readonly postgres: string;
}): Promise<WorkflowJson> {
  const { workflow } = await template(TEMPLATE);
  const postgres = { postgres: { id: credentials.postgres, name: 'Postgres' } };
  const nodes = workflow.nodes.map((node) => {
    switch (node.name) {
      case 'Kolvera Trigger':
        return {
          ...node,
          credentials: { kolveraApi: { id: credentials.kolvera, name: 'Kolvera' } },
        };
      case 'Write Event':
        return { ...node, credentials: postgres };
      case 'Your Next Step':
        return {
          ...node,
          type: 'n8n-nodes-base.postgres',
          typeVersion: 2.7,
          parameters: countingInsert,
          credentials: postgres,
        };
      default:
        return node;
    }
  });
  return { ...workflow, nodes };
}

const countingInsert = {
  resource: 'database',
  operation: 'insert',
  schema: { __rl: true, mode: 'name', value: 'public' },
  table: { __rl: true, mode: 'name', value: 'passed' },
  columns: {
    mappingMode: 'defineBelow',
    value: { event_id: '={{ $json.event_id }}', event: '={{ $json.event }}' },
    matchingColumns: [],
    schema: ['event_id', 'event'].map((id) => ({ id, displayName: id, type: 'string' })),
  },
  options: {},
};
