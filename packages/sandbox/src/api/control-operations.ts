/** @module The control endpoint: what a person at the command line does to the sandbox. */
import { UnknownEventError } from '../emitter.ts';
import { isObject } from './input.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';

export const controlOperations: readonly Operation[] = [
  {
    id: 'control.fire',
    method: 'POST',
    path: '/fire',
    bodyKeys: ['event', 'overrides'],
    async run({ body: { event, overrides = {} } }, { emitter }) {
      if (typeof event !== 'string' || event === '') {
        throw new Problem(422, 'Name the event: {"event": "contact.created"}.');
      }
      if (!isObject(overrides)) throw new Problem(422, 'The overrides have to be a JSON object.');
      try {
        const fired = await emitter.fire(event, overrides);
        return { status: 202, body: { event_id: fired.eventId, deliveries: fired.deliveries } };
      } catch (error) {
        if (error instanceof UnknownEventError) throw new Problem(422, error.message);
        throw error;
      }
    },
  },
  {
    id: 'control.webhooks',
    method: 'GET',
    path: '/webhooks',
    run: (_, { webhooks }) => ({
      status: 200,
      body: { data: webhooks.all().map(({ secret: _, ...webhook }) => webhook) },
    }),
  },
];
