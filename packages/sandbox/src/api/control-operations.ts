/** @module The control endpoint: what programs outside this process do with the sandbox. */
import { isObject } from '@kolvera/event-schema';
import { UnknownEventError } from '../emitter.ts';
import type { Operation } from './operation.ts';
import { Problem } from './problem.ts';

export const controlOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: '/fire',
    status: 202,
    query: [],
    bodyKeys: ['event', 'overrides'],
    async run({ body: { event, overrides = {} } }, { emitter }) {
      if (typeof event !== 'string' || event === '') {
        throw new Problem(422, 'Name the event to fire, for example {"event": "contact.created"}.');
      }
      if (!isObject(overrides)) throw new Problem(422, 'overrides must be a JSON object.');
      try {
        const fired = await emitter.fire(event, overrides);
        return { event_id: fired.eventId, deliveries: fired.deliveries };
      } catch (error) {
        if (error instanceof UnknownEventError) throw new Problem(422, error.message);
        throw error;
      }
    },
  },
  {
    method: 'GET',
    path: '/webhooks',
    status: 200,
    query: [],
    run: (_, { webhooks }) => ({
      data: webhooks.all().map(({ secret: _, ...webhook }) => webhook),
    }),
  },
];
