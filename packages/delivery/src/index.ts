/** @module One way in for a delivery: from its headers and its body to the verified, wanted events. */
export {
  type DeliveryHeaders,
  type HeaderReader,
  headerReader,
  headerRecord,
  signatureIn,
} from './headers.ts';
export {
  type Delivery,
  type OpenedDelivery,
  type OpenOptions,
  openDelivery,
} from './open-delivery.ts';
export { isWanted, type NarrowedTo, type Wanted } from './wanted.ts';
export { type KnownSecrets, webhookSecrets } from './webhook-secrets.ts';
