/** @module Opening a delivery over node:crypto, synchronous. */
import { identifyEvent } from '@kolvera/event-schema';
import { check, fingerprint } from '@kolvera/signature';
import { type Delivery, type OpenedDelivery, read, sort } from './opened-delivery.ts';

/**
 * Opens a delivery: verifies its signature, reads its event, fills in a missing id, and says whether
 * the event is wanted. Nothing that a sender can put into header or body throws.
 *
 * @throws SignatureError for mistakes of the owner's: `missing_secret`, `unusable_secret`,
 * `secret_has_whitespace`, `too_many_secrets`, `body_already_parsed`.
 */
export function openDelivery({ body, signature, secrets, wanted }: Delivery): OpenedDelivery {
  if (secrets !== null) {
    const result = check(body, signature, secrets);
    if (!result.ok) return { outcome: 'unverified', code: result.code };
  }
  const event = read(body);
  if (typeof event === 'string') return { outcome: 'unreadable', code: event };
  return sort(
    identifyEvent(event, () => fingerprint(body)),
    wanted,
  );
}
