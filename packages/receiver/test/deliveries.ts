/** @module Deliveries for the tests, signed as Kolvera signs them. */
import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import type { ReceiverRequest } from '../src/index.ts';

export const SECRET = 'whsec_test_6f1c2a9e';

export interface DeliveryRequest extends ReceiverRequest {
  readonly headers: Readonly<Record<string, string>>;
}

/** @param body a raw body, or an envelope that is serialised here. */
export function delivery(
  body: string | Uint8Array | object = sampleEvent('contact.created'),
  secret = SECRET,
): DeliveryRequest {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-kolvera-signature': sign(raw, secret) },
    body: raw,
  };
}
