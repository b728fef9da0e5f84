/** @module Opening a delivery over Web Crypto, for edge runtimes: the same, as a promise. */
import { identifyEvent } from '@kolvera/event-schema';
import { check, fingerprint } from '@kolvera/signature/web';
import { type Delivery, type OpenedDelivery, read, sort } from './opened-delivery.ts';

export type { Delivery, OpenedDelivery } from './opened-delivery.ts';
export { isWanted, type NarrowedTo, type Wanted } from './wanted.ts';
export { type KnownSecrets, webhookSecrets } from './webhook-secrets.ts';

/** As `openDelivery` of `@kolvera/delivery`; what that throws, this rejects with. */
export async function openDelivery({
  body,
  signature,
  secrets,
  wanted,
}: Delivery): Promise<OpenedDelivery> {
  if (secrets !== null) {
    const result = await check(body, signature, secrets);
    if (!result.ok) return { outcome: 'unverified', code: result.code };
  }
  const event = read(body);
  if (typeof event === 'string') return { outcome: 'unreadable', code: event };
  const fallbackId = event.id ?? (await fingerprint(body));
  return sort(
    identifyEvent(event, () => fallbackId),
    wanted,
  );
}
