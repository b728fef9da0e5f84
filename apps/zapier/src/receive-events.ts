/** @module From a request that reached the hook to its events, or to the reason why the run stops. */
import { type DeliveryHeaders, openDelivery, type Wanted } from '@kolvera/delivery';
import { EventParseError, type KolveraEvent } from '@kolvera/event-schema';
import type { SignatureFailure } from '@kolvera/signature';
import { failed, halted } from './errors.ts';

/** Why a delivery was not accepted, for the owner. */
const REASONS: Readonly<Record<SignatureFailure, string>> = {
  missing_signature:
    'Stopped: the request has no X-Kolvera-Signature, so nothing shows that Kolvera sent it.',
  malformed_signature:
    'Stopped: X-Kolvera-Signature is not 64 hexadecimal digits. Pass it on exactly as it was received.',
  mismatch:
    'Stopped: the signature does not match. Kolvera did not send this body, it was changed on the way, or the webhook secret is a different one.',
};

export interface ReceivedRequest {
  /** The raw body as text; anything else counts as empty. */
  readonly body: unknown;
  readonly headers: DeliveryHeaders;
}

interface Choice {
  /** Any of them may have signed it; an empty list is the owner's mistake. */
  readonly secrets: readonly string[];
  readonly wanted: Wanted;
  /** The only event type of the Zap's webhook in Kolvera. */
  readonly subscribedTo?: string | undefined;
}

/**
 * @returns the events of the delivery, and whether they are wanted.
 * @throws an error of the Zap for a missing or unusable secret, which no sender can cause; a halt for a
 * signature or a body that cannot be accepted, which anyone can.
 */
export function receiveEvents(
  { body, headers }: ReceivedRequest,
  { secrets, wanted, subscribedTo }: Choice,
): { events: readonly KolveraEvent[]; areWanted: boolean } {
  if (secrets.length === 0) {
    throw failed(
      'The webhook secret is missing, so nothing can be verified. Reconnect Kolvera and enter it as Webhook Secret. If the Zap starts with a Kolvera trigger, you can also turn the Zap off and on.',
      'missing_secret',
    );
  }
  const text = typeof body === 'string' ? body : '';
  const opened = openDelivery({ headers, body: text, secrets, wanted, subscribedTo });
  switch (opened.outcome) {
    case 'unverified':
      throw halted(REASONS[opened.code]);
    case 'unreadable':
      throw halted(`Stopped: ${new EventParseError(opened.code).message}`);
    default:
      return { events: opened.events, areWanted: opened.outcome === 'event' };
  }
}
