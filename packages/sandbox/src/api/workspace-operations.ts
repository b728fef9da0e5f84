/** @module The workspace of an API key, the event types, and the most recent events. */
import { readLimit } from './input.ts';
import type { Handlers } from './operation.ts';

export const workspaceOperations = {
  getMe: (_, { account: { workspace, user } }) => ({ workspace, user }),

  listEventTypes: (_, { catalogue }) => ({
    data: catalogue.map(({ name, category, firesWhen }) => ({
      name,
      category,
      description: firesWhen,
    })),
  }),

  listEvents: ({ query }, { events }) => ({
    data: events.recent(readLimit(query.get('limit')), query.get('event')),
  }),
} satisfies Partial<Handlers>;
