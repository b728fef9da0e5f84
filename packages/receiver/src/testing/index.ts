/** @module Deliveries for the tests of your endpoint, signed as Kolvera signs them. */
import { type EventName, type SampleOverrides, sampleEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';

export interface SignedDeliveryOptions {
  /** The secret that your endpoint has. */
  readonly secret: string;
  /** What differs from the catalogue's sample. */
  readonly overrides?: SampleOverrides;
}

/** A delivery, as `receive` takes it and as any HTTP client can send it. */
export interface SignedDelivery {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The same as a Request, for `createFetchHandler` and `fetch`. */
  toRequest(url: string): Request;
}

/**
 * Makes a signed delivery: of an event from the catalogue's samples, or of a body of your own.
 *
 * @param event a name, or an envelope that is serialised here: an unknown event, say.
 * @throws SignatureError for an unusable secret.
 */
export function signedDelivery(
  event: EventName | { readonly event: string; readonly [key: string]: unknown },
  { secret, overrides }: SignedDeliveryOptions,
): SignedDelivery {
  const body = JSON.stringify(typeof event === 'string' ? sampleEvent(event, overrides) : event);
  const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(body, secret) };
  return {
    method: 'POST',
    headers,
    body,
    toRequest: (url) => new Request(url, { method: 'POST', headers, body }),
  };
}
