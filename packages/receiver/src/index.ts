/** @module A receiver for Kolvera's webhooks on your own endpoint: verified, typed, once. */
export type { ErrorListener } from './error-listeners.ts';
export type { StoreOptions } from './guarded-store.ts';
export type { HandlerMethods, HandlerOptions } from './handler-methods.ts';
export type { Handler } from './handlers.ts';
export type { RepeatedBy } from './once.ts';
export type { ReceivedDelivery } from './received-delivery.ts';
export { createReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';
export { ReceiverError, type ReceiverErrorCode } from './refusal.ts';
export type { ReceiverRequest, RequestHead } from './request.ts';
export type {
  DeliveryListener,
  DeliveryReport,
  RequestReceiver,
  RequestReceiverOptions,
} from './request-receiver.ts';
export type { Outcome, ReceiverResponse } from './response.ts';
export { ReceiverSetupError, type ReceiverSetupErrorCode } from './setup-error.ts';
export type { Awaitable, DeliveryStore } from './stores/delivery-store.ts';
export { createMemoryStore } from './stores/memory-store.ts';
