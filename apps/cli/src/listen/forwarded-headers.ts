/** @module The headers to forward: all but those of the connection and credentials. */

/** RFC 9110, 7.6.1, and what the HTTP client sets itself. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Credentials for this URL are neither forwarded nor stored. */
const PRIVATE = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** @param headers by lower-case name. */
export function forwardedHeaders(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name) && !PRIVATE.has(name)),
  );
}
