/** @module One way in for a delivery, for Node.js. Edge runtimes import `@kolvera/delivery/web`. */
export { openDelivery } from './open-delivery.ts';
export type { Delivery, OpenedDelivery } from './opened-delivery.ts';
export { isWanted, type NarrowedTo, type Wanted } from './wanted.ts';
export { type KnownSecrets, webhookSecrets } from './webhook-secrets.ts';
