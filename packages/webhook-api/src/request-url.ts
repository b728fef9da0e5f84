/** @module The URL of a request, and which API addresses are allowed. */
import { KolveraApiError } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';

/** Assumed. */
export const DEFAULT_BASE_URL = 'https://api.kolvera.io/v1';

/**
 * The whole URL of a request. A path in the API address is kept.
 * @param baseUrl The API address: https, or http on this machine (a local Kolvera).
 * @throws KolveraApiError `invalid` for another address, or an id that does not fit in a path.
 */
export function requestUrl(baseUrl: string, request: ApiRequest): string {
  const url = parseBaseUrl(baseUrl);
  const path = request.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    pathSegment(request.pathParams[name]),
  );
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  url.search = new URLSearchParams(request.query).toString();
  return url.href;
}

/** Whether an address may receive what should not be read on the way: https, or this machine. */
export function isSafeAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** Whether an address is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function parseBaseUrl(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || !isSafeAddress(url)) {
    throw new KolveraApiError(
      'invalid',
      `The API address must start with https://, like ${DEFAULT_BASE_URL}.`,
      { advice: 'Use http:// only for an address on this machine.', setting: 'base_url' },
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new KolveraApiError(
      'invalid',
      'The API address must not contain a user name, a password, ? or #.',
      { advice: `Enter a plain address, like ${DEFAULT_BASE_URL}.`, setting: 'base_url' },
    );
  }
  return url;
}

/** An empty id, `.` and `..` would name another path, so that a call would do something else. */
function pathSegment(id: string | undefined): string {
  if (id === undefined || id === '' || id === '.' || id === '..' || !isWellFormed(id)) {
    throw new KolveraApiError('invalid', 'The ID is missing or not valid in a URL.');
  }
  return encodeURIComponent(id);
}

/** encodeURIComponent throws for half a surrogate pair. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}
