/** @module The URLs that deliveries may be sent to: https anywhere, http only on this machine. */
import { isLoopback } from '@kolvera/webhook-api';

const LONGEST_URL = 2048;

/** Deliveries cannot be sent to this URL; the message tells the user why. */
export class DeliveryUrlError extends Error {
  override readonly name = 'DeliveryUrlError';
  readonly code = 'invalid_url';
}

/**
 * Normalises a webhook's URL as the WHATWG URL standard does, without the fragment, which HTTP never
 * sends. Two URLs with the same normal form are the same URL.
 * @throws as `parseDeliveryUrl`
 */
export function normaliseDeliveryUrl(value: string): string {
  const url = parseDeliveryUrl(value);
  url.hash = '';
  return url.href;
}

/** @throws DeliveryUrlError for anything but https, or http to a loopback address. */
export function parseDeliveryUrl(value: string): URL {
  if (value.length > LONGEST_URL) {
    throw new DeliveryUrlError(`The URL is longer than ${LONGEST_URL} characters.`);
  }
  const url = URL.parse(value);
  if (url === null)
    throw new DeliveryUrlError('Enter a complete URL, for example https://example.com/webhook.');
  if (url.username !== '' || url.password !== '') {
    throw new DeliveryUrlError('Remove the user name and password from the URL.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new DeliveryUrlError(
      'The URL must start with https://. Only addresses on this machine may use http://.',
    );
  }
  return url;
}
