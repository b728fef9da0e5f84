/** @module A receiver for Kolvera's webhooks on your own endpoint: verified, typed, once. */
export type { ReceiverResponse } from './answer.ts';
export type { Delivery } from './delivery.ts';
export type { DeliveryListener, DeliveryReport, Endpoint, EndpointOptions } from './endpoint.ts';
export type { ErrorListener } from './error-listeners.ts';
export type { StoreOptions } from './guarded-store.ts';
export type { Handler } from './handlers.ts';
export type { RepeatedBy } from './once.ts';
export type { Outcome } from './outcome.ts';
export { createReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';
export { ReceiverError, type ReceiverErrorCode } from './refusal.ts';
export type { HandlerOptions, Registration } from './registration.ts';
export type { ReceiverRequest, RequestHead, RequestHeaders } from './request.ts';
export { ReceiverSetupError, type ReceiverSetupErrorCode } from './setup-error.ts';
export type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
export { createMemoryStore } from './stores/memory-store.ts';
