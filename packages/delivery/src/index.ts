/** @module One way in: from a delivery to the verified event. */
export { type Delivery, type OpenedDelivery, openDelivery } from './open-delivery.ts';
export { isWanted, type NarrowedTo, type Wanted } from './wanted.ts';
export { type KnownSecrets, webhookSecrets } from './webhook-secrets.ts';
