/** @module The two ways from Kolvera into a scenario, drawn at the start of docs/make.md. */
import type { FlowStep } from './draw-flow.ts';

const yourSteps: FlowStep = {
  app: 'Any app',
  action: 'Your modules',
  values: ['contact.name, contact.email, …'],
};

export const makeFlows: Readonly<Record<string, { title: string; steps: readonly FlowStep[] }>> = {
  today: {
    title: 'Today: Custom webhook, a filter on the signature, Parse JSON, your modules',
    steps: [
      {
        app: 'Webhooks',
        action: 'Custom webhook',
        values: ['JSON pass-through: on', 'Get request headers: on'],
      },
      {
        app: 'Filter',
        action: 'Signed by Kolvera',
        values: ['x-kolvera-signature', '= sha256(text, hex, secret)'],
      },
      { app: 'JSON', action: 'Parse JSON', values: ['reads the event'] },
      yourSteps,
    ],
  },
  app: {
    title: 'With the Kolvera app: a module that watches a subject, your modules',
    steps: [
      {
        app: 'Kolvera',
        action: 'Watch contacts',
        values: ['registers the webhook by itself', 'verifies each delivery'],
      },
      yourSteps,
    ],
  },
};
