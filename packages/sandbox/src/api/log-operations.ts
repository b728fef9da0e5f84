/** @module What the workspace is, what can be fired, what was fired, and what was delivered. */
import type { Delivery } from '@kolvera/webhook-api';
import type { SandboxDelivery } from '../store/deliveries.ts';
import { readCursor, readLimit, writeCursor } from './input.ts';
import type { Kolvera, Operation } from './operation.ts';
import { Problem } from './problem.ts';
import { findActive, found } from './webhook-operations.ts';

/** The delivery as the API shows it: without the request and what was answered. */
function shown({ id, event_id, event, status, attempts, ...delivery }: SandboxDelivery): Delivery {
  return {
    id,
    event_id,
    event,
    status,
    attempts: attempts.map(({ at, status_code, error, latency_ms }) => ({
      at,
      status_code,
      error,
      latency_ms,
    })),
    next_attempt_at: delivery.next_attempt_at,
    created_at: delivery.created_at,
  };
}

/** @throws Problem 404 unless it is a delivery to this webhook. */
export function findDelivery(
  { deliveries }: Kolvera,
  webhookId: string,
  id: string,
): SandboxDelivery {
  const delivery = deliveries.find(id);
  if (delivery?.webhook_id !== webhookId) {
    throw new Problem(404, 'This webhook has no delivery with this id.');
  }
  return delivery;
}

export const logOperations: readonly Operation[] = [
  {
    id: 'getMe',
    method: 'GET',
    path: '/me',
    run: (_, { account: { workspace, user } }) => ({ status: 200, body: { workspace, user } }),
  },
  {
    id: 'listEventTypes',
    method: 'GET',
    path: '/webhooks/event-types',
    run: (_, { catalogue }) => ({
      status: 200,
      body: {
        data: catalogue.map(({ name, category, firesWhen }) => ({
          name,
          category,
          description: firesWhen,
        })),
      },
    }),
  },
  {
    id: 'listDeliveries',
    method: 'GET',
    path: '/webhooks/:id/deliveries',
    query: ['limit', 'cursor'],
    run({ param, query }, { webhooks, deliveries }) {
      const { id } = found(webhooks.find(param('id')));
      const page = deliveries.page(
        id,
        readLimit(query.get('limit')),
        readCursor(query.get('cursor')),
      );
      return {
        status: 200,
        body: { data: page.items.map(shown), next_cursor: writeCursor(page.next) },
      };
    },
  },
  {
    id: 'redeliver',
    method: 'POST',
    path: '/webhooks/:id/deliveries/:delivery_id/redeliver',
    run({ param }, kolvera) {
      const webhook = findActive(kolvera, param('id'));
      const delivery = findDelivery(kolvera, webhook.id, param('delivery_id'));
      return { status: 202, body: shown(kolvera.emitter.redeliver(delivery)) };
    },
  },
  {
    id: 'listEvents',
    method: 'GET',
    path: '/events',
    query: ['event', 'limit'],
    run: ({ query }, { events }) => ({
      status: 200,
      body: { data: events.recent(readLimit(query.get('limit')), query.get('event')) },
    }),
  },
];
