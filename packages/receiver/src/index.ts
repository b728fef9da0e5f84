/** @module A receiver for Kolvera's webhooks on your own endpoint: verified, typed, once. */
export type { ReceiverResponse } from './answer.ts';
export type { Awaitable, DeliveryStore } from './delivery-store.ts';
export type { Handler } from './handlers.ts';
export { createMemoryStore } from './memory-store.ts';
export type { ErrorListener } from './owner.ts';
export { createReceiver, type Receiver, type ReceiverOptions } from './receiver.ts';
export { ReceiverError, type ReceiverErrorCode } from './refusal.ts';
export type { ReceiverRequest, RequestHeaders } from './request.ts';
export { ReceiverSetupError, type ReceiverSetupErrorCode } from './setup-error.ts';
