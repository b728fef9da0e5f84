/** @module A webhook's delivery log, and sending a delivery again. */
import type { DeliveryLogEntry } from '@kolvera/webhook-api';
import type { LoggedDelivery } from '../store/deliveries.ts';
import { readCursor, readLimit, writeCursor } from './input.ts';
import type { Handlers, Kolvera } from './operation.ts';
import { Problem } from './problem.ts';
import { findActive, found } from './webhook-operations.ts';

/** The delivery as the API shows it: without the request and the response. */
function shown({
  id,
  event_id,
  event,
  status,
  attempts,
  ...delivery
}: LoggedDelivery): DeliveryLogEntry {
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
function findDelivery({ deliveries }: Kolvera, webhookId: string, id: string): LoggedDelivery {
  const delivery = deliveries.find(id);
  if (delivery?.webhook_id !== webhookId) {
    throw new Problem(404, 'This webhook has no delivery with this ID.');
  }
  return delivery;
}

export const deliveryOperations = {
  listDeliveries({ param, query }, { webhooks, deliveries }) {
    const { id } = found(webhooks.find(param('id')));
    const { items, next } = deliveries.page(
      { webhookId: id },
      readLimit(query.get('limit')),
      readCursor(query.get('cursor')),
    );
    return { data: items.map(shown), next_cursor: writeCursor(next) };
  },

  redeliver({ param }, kolvera) {
    const webhook = findActive(kolvera, param('id'));
    const delivery = findDelivery(kolvera, webhook.id, param('delivery_id'));
    const id = kolvera.emitter.redeliver(delivery);
    return shown(findDelivery(kolvera, webhook.id, id));
  },
} satisfies Partial<Handlers>;
