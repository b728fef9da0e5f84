/** @module From a received body to the event, once it is proven to be Kolvera's. */
import { identifyEvent, type KolveraEvent, parseEvent } from '@kolvera/event-schema';
import {
  check,
  fingerprint,
  type SignatureFailure,
  type SignatureHeader,
} from '@kolvera/signature';
import { failed, halted } from './errors.ts';

/** Why a delivery was not accepted, for the owner. */
const REASONS: Readonly<Record<SignatureFailure, string>> = {
  missing_signature:
    'Stopped: the request has no X-Kolvera-Signature, so nothing shows that Kolvera sent it.',
  malformed_signature:
    'Stopped: X-Kolvera-Signature is not 64 hexadecimal digits. Pass it on exactly as it was received.',
  mismatch:
    'Stopped: the signature does not match. Either Kolvera did not send this body, it was changed on the way, or the webhook secret is another one.',
};

/**
 * @param body the raw body as text; anything else counts as empty.
 * @param secrets any of them may have signed it; empty is a mistake of the owner's.
 * @throws an error of the Zap for a missing secret, which no sender can provoke; a halt for a
 * signature or a body that cannot be accepted, which everybody can.
 */
export function verifiedEvent(
  body: unknown,
  signature: SignatureHeader,
  secrets: readonly string[],
): KolveraEvent {
  if (secrets.length === 0) {
    throw failed(
      'The webhook secret is missing, so nothing can be verified. Reconnect Kolvera and enter it as Webhook Secret. If the Zap starts with Kolvera, turning it off and on again helps as well.',
      'missing_secret',
    );
  }
  const text = typeof body === 'string' ? body : '';
  const result = check(text, signature, secrets);
  if (!result.ok) throw halted(REASONS[result.code]);
  return identifyEvent(parseEvent(text), () => fingerprint(text));
}
