/** @module The headers of a delivery. */
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';

/** The headers of every delivery, forged ones included. */
export const deliveryHeaders = {
  'content-type': 'application/json',
  'user-agent': 'Kolvera-Webhooks/1 (sandbox)',
} as const;

/** The headers of a delivery of `body`, signed when it is sent, with the webhook's secret. */
export function signedHeaders(body: Uint8Array, secret: string): Record<string, string> {
  return { ...deliveryHeaders, [SIGNATURE_HEADER]: sign(body, secret) };
}
