/** @module Where deliveries may go: https anywhere, http only to this machine. */
import { isLoopback } from '@kolvera/webhook-api';

const LONGEST_URL = 2048;

/** Why a URL cannot take deliveries, as a sentence for the person who gave it. */
export class DeliveryUrlError extends Error {
  override readonly name = 'DeliveryUrlError';
  readonly code = 'invalid_url';
}

/**
 * Normalises a webhook's URL as the WHATWG URL standard does; two URLs that normalise alike are
 * one. The fragment, which HTTP never sends, does not count.
 * @throws as `parseDeliveryUrl`
 */
export function normaliseDeliveryUrl(value: string): string {
  const url = parseDeliveryUrl(value);
  url.hash = '';
  return url.href;
}

/** @throws DeliveryUrlError for anything but https, or http on a loopback address. */
export function parseDeliveryUrl(value: string): URL {
  if (value.length > LONGEST_URL) {
    throw new DeliveryUrlError(`The URL is longer than ${LONGEST_URL} characters.`);
  }
  const url = URL.parse(value);
  if (url === null)
    throw new DeliveryUrlError('The URL must be a full address, like https://example.com/webhook.');
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
