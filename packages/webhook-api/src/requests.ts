/**
 * @module The request builders: one per call of the webhook API, each a plain value. None throws;
 * `requestUrl` refuses ids that do not fit in a path, and `read` throws for an error that Kolvera returns.
 */
import type { ParsedEvent } from '@kolvera/event-schema';
import type { ApiRequest, Json } from './api-request.ts';
import * as operations from './operations.ts';
import { readResponse, requireSuccess } from './read-response.ts';
import type {
  CreatedWebhook,
  DeliveryLogEntry,
  EventType,
  Me,
  NewWebhook,
  Page,
  RotatedSecret,
  Webhook,
  WebhookChanges,
} from './resources.ts';
import type { Shape } from './shape.ts';

/** The owner of the API key; connectors test a connection with it. */
export function getMe(): ApiRequest<Me> {
  return request(operations.getMe);
}

/** The event types that Kolvera can send. */
export function listEventTypes(): ApiRequest<{ readonly data: readonly EventType[] }> {
  return request(operations.listEventTypes);
}

/** Creates a webhook. Only this response (and a rotation's) holds the secret. */
export function createWebhook(webhook: NewWebhook): ApiRequest<CreatedWebhook> {
  return request(operations.createWebhook, { body: webhook });
}

export type PageOptions = {
  /** Entries on a page, 1-100. */
  readonly limit?: number | undefined;
  /** `next_cursor` of the page before. */
  readonly cursor?: string | null | undefined;
};

/** A page of the workspace's webhooks. */
export function listWebhooks(page: PageOptions = {}): ApiRequest<Page<Webhook>> {
  return request(operations.listWebhooks, { query: page });
}

/** One webhook, without its secret. */
export function getWebhook(id: string): ApiRequest<Webhook> {
  return request(operations.getWebhook, { pathParams: { id } });
}

/** Changes what is given; the rest stays. */
export function updateWebhook(id: string, changes: WebhookChanges): ApiRequest<Webhook> {
  return request(operations.updateWebhook, { pathParams: { id }, body: changes });
}

/** Removes a webhook. One that no longer exists fails with `not_found`; see `orGone`. */
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
export function listDeliveries(
  id: string,
  page: PageOptions = {},
): ApiRequest<Page<DeliveryLogEntry>> {
  return request(operations.listDeliveries, { pathParams: { id }, query: page });
}

/** Sends a delivery again. */
export function redeliver(id: string, deliveryId: string): ApiRequest<DeliveryLogEntry> {
  return request(operations.redeliver, { pathParams: { id, delivery_id: deliveryId } });
}

export type ListEventsOptions = {
  /** The name of one event type. Default: all of them. */
  readonly event?: string | undefined;
  /** How many, 1-100. */
  readonly limit?: number | undefined;
};

/** The workspace's most recent events, newest first. */
export function listEvents(
  options: ListEventsOptions = {},
): ApiRequest<{ readonly data: readonly ParsedEvent[] }> {
  return request(operations.listEvents, { query: options });
}

type Values = { readonly [key: string]: Json | undefined };

interface Parts {
  readonly pathParams?: Readonly<Record<string, string>>;
  readonly query?: Values;
  readonly body?: Values;
}

function request<Value>(
  operation: operations.Operation & { readonly answer: Shape<Value> },
  parts: Parts = {},
): ApiRequest<Value> {
  const { answer, conflict } = operation;
  return build(operation, parts, (response) => readResponse(response, answer, conflict));
}

/** A request whose response has no body that matters. */
function command(operation: operations.Operation, parts: Parts): ApiRequest<void> {
  return build(operation, parts, (response) => requireSuccess(response, operation.conflict));
}

function build<Value>(
  { id, method, path }: operations.Operation,
  { pathParams = {}, query = {}, body }: Parts,
  read: ApiRequest<Value>['read'],
): ApiRequest<Value> {
  const texts = Object.entries(given(query)).map(([key, value]) => [key, String(value)]);
  const common = {
    operation: id,
    method,
    path,
    pathParams,
    query: Object.fromEntries(texts),
    read,
  };
  return body === undefined ? common : { ...common, body: given(body) };
}

/** Leaves out keys without a value, so that a body is exactly what is sent. */
function given(values: Values): { readonly [key: string]: Json } {
  const entries = Object.entries(values).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
