export {
  type ConnectionSetting,
  type Explanation,
  KolveraApiError,
  type KolveraApiErrorCode,
  orGone,
} from './api-error.ts';
export { assertApiKey } from './api-key.ts';
export type { ApiRequest, ApiResponse, Json, Transport } from './api-request.ts';
export { call } from './call.ts';
export { createFetchTransport, type FetchTransportOptions } from './fetch-transport.ts';
export { listAllWebhooks, type WebhookList } from './find-webhooks.ts';
export { describeOwner, type Owner, ownerOf } from './owner.ts';
export { DEFAULT_BASE_URL, isLoopback, requestUrl } from './request-url.ts';
export {
  createWebhook,
  deleteWebhook,
  getMe,
  getWebhook,
  type ListEventsOptions,
  listDeliveries,
  listEvents,
  listEventTypes,
  listWebhooks,
  type PageOptions,
  redeliver,
  rotateSecret,
  testWebhook,
  updateWebhook,
} from './requests.ts';
export type {
  CreatedWebhook,
  DeliveryAttempt,
  DeliveryLogEntry,
  EventType,
  Me,
  NewWebhook,
  Page,
  RotatedSecret,
  Webhook,
  WebhookChanges,
} from './resources.ts';
export { readRetryAfter } from './retry-after.ts';
export { statusError } from './status-error.ts';
export { type SubscribeOptions, type Subscription, subscribe } from './subscribe.ts';
export { type UnsubscribeOptions, unsubscribe } from './unsubscribe.ts';
