/** @module The usual reason for a response other than 2xx, and what to do about it. */
import type { Exchange } from './post.ts';

const BY_FAILURE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at this URL. Start your endpoint, or check the port.',
  ENOTFOUND: 'This host name does not exist. Check the URL.',
  EAI_AGAIN: 'The host name could not be resolved. Check the URL and your connection.',
  ECONNRESET: 'The endpoint closed the connection. It may have crashed: check its log.',
  UND_ERR_SOCKET: 'The endpoint closed the connection. It may have crashed: check its log.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate is self-signed. Set NODE_EXTRA_CA_CERTS to its file, or use http locally.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'This port does not speak TLS. Use http:// in the URL.',
  timeout: 'The endpoint did not respond in time. Respond first, then do the slow work.',
  interrupted: 'Interrupted.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The endpoint could not read the body. Read the raw body before a JSON parser does.',
  401: 'The endpoint did not accept the signature. Give it the secret that signed this delivery, and verify the raw body before a JSON parser reads it.',
  403: 'The endpoint did not accept the signature, or a proxy or middleware requires a login or a CSRF token. Exempt this route.',
  404: 'The endpoint has nothing at this path. Check the path in --to.',
  405: 'The endpoint does not accept POST at this path. Check the path in --to.',
  409: 'The endpoint is already handling this event. Retry later.',
  413: 'The body is too large for the endpoint. Raise its limit.',
  415: 'The endpoint rejects this content type. Accept application/json.',
  429: 'The endpoint limits the rate of requests. Send more slowly.',
  502: 'A proxy or tunnel could not reach the endpoint. Start your endpoint.',
  503: 'The endpoint is not ready. Try again later.',
  504: 'The endpoint behind a proxy or tunnel did not respond in time.',
};

/** @returns undefined for 2xx. */
export function usualReason(exchange: Exchange): string | undefined {
  if (!('status' in exchange)) {
    return BY_FAILURE[exchange.failure] ?? 'The connection failed. Check the URL.';
  }
  const { status } = exchange;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) {
    return 'The endpoint redirects, and redirects are not followed. Use the URL that it redirects to.';
  }
  return (
    BY_STATUS[status] ??
    (status >= 500
      ? 'The endpoint failed while handling the event. Check its log.'
      : 'The endpoint refused it. Check its response and its log.')
  );
}
