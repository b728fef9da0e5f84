/**
 * @module The assumed contract: each call's method, path, body and answer. The request builders
 * and openapi.yaml are both made from it. Sources: the shapes that comparable products share;
 * Kolvera has published none of it.
 */
import type { Explanation } from './api-error.ts';
import * as resources from './resources.ts';
import type { Shape } from './shape.ts';

// The operations' types speak of these.
export type { Explanation } from './api-error.ts';
export type { JsonSchema, ObjectValue, Shape } from './shape.ts';

export interface Operation<Answer = unknown> {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The status of success. Readers accept any 2xx. */
  readonly status: 200 | 201 | 202 | 204;
  readonly idempotent: boolean;
  readonly body?: Shape<unknown>;
  /** The query parameters that it takes. */
  readonly query?: readonly ('limit' | 'cursor' | 'event')[];
  /** What a 409 means here, for the person who meets it. */
  readonly conflict?: Explanation;
  /** The shape of the answer; null when its body does not matter. */
  readonly answer: Shape<Answer> | null;
}

const URL_TAKEN: Explanation = {
  problem: 'Another webhook in Kolvera already uses this URL.',
  advice: 'Delete it in Kolvera under Settings → Webhooks, then try again.',
};
const DISABLED: Explanation = {
  problem: 'The webhook is disabled.',
  advice: 'Enable it in Kolvera under Settings → Webhooks, then try again.',
};

export const getMe = {
  id: 'getMe',
  method: 'GET',
  path: '/me',
  status: 200,
  idempotent: true,
  answer: resources.me,
} as const satisfies Operation;

export const listEventTypes = {
  id: 'listEventTypes',
  method: 'GET',
  path: '/webhooks/event-types',
  status: 200,
  idempotent: true,
  answer: resources.whole(resources.eventType, 'EventTypeList'),
} as const satisfies Operation;

export const createWebhook = {
  id: 'createWebhook',
  method: 'POST',
  path: '/webhooks',
  status: 201,
  idempotent: false,
  body: resources.newWebhook,
  conflict: URL_TAKEN,
  answer: resources.createdWebhook,
} as const satisfies Operation;

export const listWebhooks = {
  id: 'listWebhooks',
  method: 'GET',
  path: '/webhooks',
  status: 200,
  idempotent: true,
  query: ['limit', 'cursor'],
  answer: resources.page(resources.webhook, 'WebhookPage'),
} as const satisfies Operation;

export const getWebhook = {
  id: 'getWebhook',
  method: 'GET',
  path: '/webhooks/{id}',
  status: 200,
  idempotent: true,
  answer: resources.webhook,
} as const satisfies Operation;

export const updateWebhook = {
  id: 'updateWebhook',
  method: 'PATCH',
  path: '/webhooks/{id}',
  status: 200,
  idempotent: true,
  body: resources.webhookChanges,
  conflict: URL_TAKEN,
  answer: resources.webhook,
} as const satisfies Operation;

export const deleteWebhook = {
  id: 'deleteWebhook',
  method: 'DELETE',
  path: '/webhooks/{id}',
  status: 204,
  idempotent: true,
  answer: null,
} as const satisfies Operation;

export const testWebhook = {
  id: 'testWebhook',
  method: 'POST',
  path: '/webhooks/{id}/test',
  status: 202,
  idempotent: false,
  body: resources.testEvent,
  conflict: DISABLED,
  answer: null,
} as const satisfies Operation;

export const rotateSecret = {
  id: 'rotateSecret',
  method: 'POST',
  path: '/webhooks/{id}/rotate-secret',
  status: 200,
  idempotent: false,
  answer: resources.rotatedSecret,
} as const satisfies Operation;

export const listDeliveries = {
  id: 'listDeliveries',
  method: 'GET',
  path: '/webhooks/{id}/deliveries',
  status: 200,
  idempotent: true,
  query: ['limit', 'cursor'],
  answer: resources.page(resources.delivery, 'DeliveryPage'),
} as const satisfies Operation;

export const redeliver = {
  id: 'redeliver',
  method: 'POST',
  path: '/webhooks/{id}/deliveries/{delivery_id}/redeliver',
  status: 202,
  idempotent: false,
  conflict: DISABLED,
  answer: resources.delivery,
} as const satisfies Operation;

export const listEvents = {
  id: 'listEvents',
  method: 'GET',
  path: '/events',
  status: 200,
  idempotent: true,
  query: ['event', 'limit'],
  answer: resources.whole(resources.event, 'EventList'),
} as const satisfies Operation;
