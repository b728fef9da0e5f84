/** @module Where deliveries may go: https anywhere, http to this machine alone. */

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
  if (url === null) throw new DeliveryUrlError('The URL is not an absolute URL.');
  if (url.username !== '' || url.password !== '') {
    throw new DeliveryUrlError('The URL holds a user name or password; leave them out.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new DeliveryUrlError(
      'The URL has to start with https://; http:// is for this machine alone.',
    );
  }
  return url;
}

/**
 * Whether a URL's host (as `URL` writes it: IPv4 in four decimal parts, IPv6 in brackets) is this
 * machine. A name under .localhost is not taken: some resolvers ask the network about it.
 */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
