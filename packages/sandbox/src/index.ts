/** @module A local Kolvera. */
export { asCurl } from './as-curl.ts';
export { type Clock, type ManualClock, manualClock, systemClock } from './clock.ts';
export type { EndpointResponse } from './delivery/post.ts';
export { DeliveryUrlError } from './delivery-url.ts';
export { type Fired, UnknownEventError } from './emitter.ts';
export type { Forgery } from './forge.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';
export { DatabaseError } from './store/database-error.ts';
export type {
  DeliveryFilter,
  DeliveryStatus,
  SandboxAttempt,
  SandboxDelivery,
} from './store/deliveries.ts';
export type { Keep } from './store/prune.ts';
export { type SandboxWebhook, UrlTakenError, type WebhookStatus } from './store/webhooks.ts';
export type { Workspace } from './store/workspace.ts';
