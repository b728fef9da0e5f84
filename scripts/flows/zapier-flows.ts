/** @module The two ways from Kolvera into a Zap, drawn at the start of docs/zapier.md. */
import type { FlowStep } from './draw-flow.ts';

export const zapierFlows: Readonly<Record<string, { title: string; steps: readonly FlowStep[] }>> =
  {
    today: {
      title: 'Today: Catch Raw Hook, a code step that checks the signature, a filter, your steps',
      steps: [
        {
          app: 'Webhooks by Zapier',
          action: 'Catch Raw Hook',
          values: ['Raw Body', 'X-Kolvera-Signature'],
        },
        {
          app: 'Code by Zapier',
          action: 'Run JavaScript or Python',
          values: ['checks the signature', 'hands out the fields'],
        },
        {
          app: 'Filter by Zapier',
          action: 'Only continue if…',
          values: ['Verified (Boolean) Is true'],
        },
        { app: 'Any app', action: 'Your steps', values: ['Contact Name, Contact Email, …'] },
      ],
    },
    app: {
      title: 'With the Kolvera app: a trigger for each event, your steps',
      steps: [
        {
          app: 'Kolvera',
          action: 'New Contact',
          values: ['subscribes by itself', 'verifies each delivery'],
        },
        { app: 'Any app', action: 'Your steps', values: ['Contact Name, Contact Email, …'] },
      ],
    },
  };
