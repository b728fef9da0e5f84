/**
 * @module The assumed contract: each call's method, path, body and response. The request builders
 * and openapi.yaml are both made from it. Kolvera has published none of it; it is the shape that
 * comparable products share.
 */
import type { Explanation } from './api-error.ts';
import * as resources from './resources.ts';
import type { Shape } from './shape.ts';

// Named in the operations' types.
export type { Explanation } from './api-error.ts';
export type { JsonSchema, ObjectValue, Shape } from './shape.ts';

export interface Operation<Value = unknown> {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The status of success. Readers accept any 2xx. */
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: Shape<unknown>;
  /** The query parameters that it takes. */
  readonly query?: readonly ('limit' | 'cursor' | 'event')[];
  /** What a 409 means here, for the person who meets it. */
  readonly conflict?: Explanation;
  /** The shape of the response; null when its body does not matter. */
  readonly answer: Shape<Value> | null;
}

const URL_TAKEN: Explanation = {
  problem: 'Another webhook in Kolvera already uses this URL.',
  advice: 'Delete it in Kolvera under Settings → Webhooks, then try again.',
};
const DISABLED: Explanation = {
  problem: 'The webhook is disabled.',
  advice: 'Enable it in Kolvera under Settings → Webhooks, then try again.',
};

type Details = Partial<Pick<Operation, 'status' | 'body' | 'query' | 'conflict'>>;

/* @__NO_SIDE_EFFECTS__ */
function operation<const Id extends string, Answer extends Shape<unknown> | null>(
  id: Id,
  method: Operation['method'],
  path: string,
  answer: Answer,
  details: Details = {},
): Operation & { readonly id: Id; readonly answer: Answer } {
  return { id, method, path, answer, status: 200, ...details };
}

export const getMe = operation('getMe', 'GET', '/me', resources.me);

export const listEventTypes = operation(
  'listEventTypes',
  'GET',
  '/webhooks/event-types',
  resources.whole(resources.eventType, 'EventTypeList'),
);

export const createWebhook = operation(
  'createWebhook',
  'POST',
  '/webhooks',
  resources.createdWebhook,
  { status: 201, body: resources.newWebhook, conflict: URL_TAKEN },
);

export const listWebhooks = operation(
  'listWebhooks',
  'GET',
  '/webhooks',
  resources.page(resources.webhook, 'WebhookPage'),
  { query: ['limit', 'cursor'] },
);

export const getWebhook = operation('getWebhook', 'GET', '/webhooks/{id}', resources.webhook);

export const updateWebhook = operation(
  'updateWebhook',
  'PATCH',
  '/webhooks/{id}',
  resources.webhook,
  { body: resources.webhookChanges, conflict: URL_TAKEN },
);

export const deleteWebhook = operation('deleteWebhook', 'DELETE', '/webhooks/{id}', null, {
  status: 204,
});

export const testWebhook = operation('testWebhook', 'POST', '/webhooks/{id}/test', null, {
  status: 202,
  body: resources.testEvent,
  conflict: DISABLED,
});

export const rotateSecret = operation(
  'rotateSecret',
  'POST',
  '/webhooks/{id}/rotate-secret',
  resources.rotatedSecret,
);

export const listDeliveries = operation(
  'listDeliveries',
  'GET',
  '/webhooks/{id}/deliveries',
  resources.page(resources.delivery, 'DeliveryPage'),
  { query: ['limit', 'cursor'] },
);

export const redeliver = operation(
  'redeliver',
  'POST',
  '/webhooks/{id}/deliveries/{delivery_id}/redeliver',
  resources.delivery,
  { status: 202, conflict: DISABLED },
);

export const listEvents = operation(
  'listEvents',
  'GET',
  '/events',
  resources.whole(resources.event, 'EventList'),
  { query: ['event', 'limit'] },
);
