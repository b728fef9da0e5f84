/**
 * @module The request builders: one per call of the webhook API, each a plain value. None throws;
 * `requestUrl` refuses ids that do not fit in a path, and `read` throws for what Kolvera answers.
 */
import type { ParsedEvent } from '@kolvera/event-schema';
import type { ApiRequest, Json } from './api-request.ts';
import * as operations from './operations.ts';
import { readAnswer, requireSuccess } from './read-answer.ts';
import type {
  CreatedWebhook,
  Delivery,
  EventType,
  Me,
  NewWebhook,
  Page,
  RotatedSecret,
  Webhook,
  WebhookChanges,
} from './resources.ts';
import type { Shape } from './shape.ts';

/** To whom the API key belongs; the test of a connection. */
export function getMe(): ApiRequest<Me> {
  return request(operations.getMe, {});
}

/** The event types that Kolvera can send. */
export function listEventTypes(): ApiRequest<{ readonly data: readonly EventType[] }> {
  return request(operations.listEventTypes, {});
}

/** Creates a webhook. Only this answer (and a rotation's) holds the secret. */
export function createWebhook(webhook: NewWebhook): ApiRequest<CreatedWebhook> {
  return request(operations.createWebhook, { body: defined(webhook) });
}

export interface PageOptions {
  /** Entries on a page, 1-100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the page before. */
  readonly cursor?: string | null | undefined;
}

/** A page of the workspace's webhooks. */
export function listWebhooks(page: PageOptions = {}): ApiRequest<Page<Webhook>> {
  return request(operations.listWebhooks, { query: queryOf(page) });
}

/** One webhook, without its secret. */
export function getWebhook(id: string): ApiRequest<Webhook> {
  return request(operations.getWebhook, { pathParams: { id } });
}

/** Changes what is given; the rest stays. */
export function updateWebhook(id: string, changes: WebhookChanges): ApiRequest<Webhook> {
  return request(operations.updateWebhook, { pathParams: { id }, body: defined(changes) });
}

/** Removes a webhook. One that is gone already fails with `not_found`; see `isGone`. */
export function deleteWebhook(id: string): ApiRequest<void> {
  return command(operations.deleteWebhook, { pathParams: { id } });
}

/** Has Kolvera deliver the event's sample, signed. */
export function testWebhook(id: string, event: string): ApiRequest<void> {
  return command(operations.testWebhook, { pathParams: { id }, body: { event } });
}

/** Gives the webhook a new secret; the old one ends at once. */
export function rotateSecret(id: string): ApiRequest<RotatedSecret> {
  return request(operations.rotateSecret, { pathParams: { id } });
}

/** A page of the webhook's deliveries, newest first. */
export function listDeliveries(id: string, page: PageOptions = {}): ApiRequest<Page<Delivery>> {
  return request(operations.listDeliveries, { pathParams: { id }, query: queryOf(page) });
}

/** Sends a delivery again. */
export function redeliver(id: string, deliveryId: string): ApiRequest<Delivery> {
  return request(operations.redeliver, { pathParams: { id, delivery_id: deliveryId } });
}

export interface ListEventsOptions {
  /** The name of one event type; all of them otherwise. */
  readonly event?: string | undefined;
  /** How many, 1-100. */
  readonly limit?: number | undefined;
}

/** The workspace's most recent events, newest first. */
export function listEvents(
  options: ListEventsOptions = {},
): ApiRequest<{ readonly data: readonly ParsedEvent[] }> {
  return request(operations.listEvents, { query: queryOf(options) });
}

interface Parts {
  readonly pathParams?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly [key: string]: Json };
}

function request<Answer>(
  operation: operations.Operation & { readonly answer: Shape<Answer> },
  parts: Parts,
): ApiRequest<Answer> {
  return {
    ...frame(operation, parts),
    read: (answer) => readAnswer(answer, operation.answer, operation.conflict),
  };
}

/** A request whose answer has no body that matters. */
function command(
  operation: operations.Operation & { readonly answer: null },
  parts: Parts,
): ApiRequest<void> {
  return {
    ...frame(operation, parts),
    read: (answer) => requireSuccess(answer, operation.conflict),
  };
}

function frame({ id, method, path, idempotent }: operations.Operation, parts: Parts) {
  return { operation: id, method, path, idempotent, pathParams: {}, query: {}, ...parts };
}

function queryOf(options: object): Record<string, string> {
  const given = Object.entries(options).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

/** Leaves out keys without a value, as JSON does, so that the body is what is sent. */
function defined(body: { readonly [key: string]: Json | undefined }): { [key: string]: Json } {
  const kept: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(body)) if (value !== undefined) kept[key] = value;
  return kept;
}
