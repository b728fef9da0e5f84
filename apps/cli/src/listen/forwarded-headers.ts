/** @module The headers that go on to the next endpoint: all but those of this one connection. */

/** RFC 9110, 7.6.1, and what the next client writes itself. */
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

/** Somebody's sign-in to this address is nobody else's business, and is not kept. */
const PRIVATE = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** @param headers by their names in lower case. */
export function forwardedHeaders(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.has(name) && !PRIVATE.has(name)),
  );
}
