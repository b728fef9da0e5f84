/** @module What usually lies behind an answer other than 2xx, and what to do about it. */
import type { Exchange } from './post.ts';

const BY_FAILURE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at this address. Start your endpoint, or check the port.',
  ENOTFOUND: 'This host name does not exist. Check the address.',
  EAI_AGAIN: 'The name could not be looked up. Check the address and your connection.',
  ECONNRESET: 'The endpoint closed the connection. It may have crashed: look at its log.',
  UND_ERR_SOCKET: 'The endpoint closed the connection. It may have crashed: look at its log.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'The certificate is self-signed. Set NODE_EXTRA_CA_CERTS to its file, or use http on this machine.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'This port does not speak TLS. Use http:// in the address.',
  timeout: 'The endpoint did not answer in time. Answer first, then do the slow work.',
  interrupted: 'You stopped it.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The endpoint could not read it. Check that it takes the raw body, before a JSON parser does.',
  401: 'The endpoint did not accept the signature. Give it the secret that signed this one, and verify the raw body, before a JSON parser does.',
  403: 'The endpoint did not accept the signature, or something in front of it wants a sign-in or a CSRF token. Exempt this route.',
  404: 'The endpoint has nothing at this path. Check the path in --to.',
  405: 'The endpoint does not accept POST at this path. Check the path in --to.',
  409: 'The endpoint is working on this event already; a later delivery finds it done.',
  413: 'The endpoint refuses a body of this size. Raise its limit.',
  415: 'The endpoint refuses this content type. Let it take application/json.',
  429: 'The endpoint is limiting requests. Send more slowly.',
  502: 'A proxy or tunnel did not reach the endpoint behind it. Start your endpoint.',
  503: 'The endpoint is not ready. Try again in a moment.',
  504: 'The endpoint behind a proxy or tunnel did not answer in time.',
};

/** @returns undefined for an answer of success. */
export function usualReason(exchange: Exchange): string | undefined {
  if (!('status' in exchange)) {
    return BY_FAILURE[exchange.failure] ?? 'The connection failed. Check the address.';
  }
  const { status } = exchange;
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) {
    return 'The endpoint redirects, and redirects are not followed. Give the address that it leads to.';
  }
  return (
    BY_STATUS[status] ??
    (status >= 500
      ? 'The endpoint failed while it handled the event. Look at its log.'
      : 'The endpoint refused it. Look at its answer and its log.')
  );
}
