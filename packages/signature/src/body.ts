/** @module The body as it was received: text, or bytes in any of JavaScript's containers. */
import { SignatureError } from './signature-error.ts';

/**
 * The raw request body, before anything has parsed it. A string stands for its UTF-8 bytes, BOM
 * included; a lone surrogate, which UTF-8 cannot hold, counts as U+FFFD. Bytes are taken exactly.
 */
export type Body = string | Uint8Array | ArrayBuffer;

/**
 * Refuses what is no raw body.
 *
 * A parsed body is refused and never serialised again: JSON.stringify gives other bytes than the
 * sender signed (key order, white space, escapes, large numbers).
 *
 * @returns text, or a view of exactly the given bytes.
 * @throws SignatureError `body_already_parsed`.
 */
export function rawBody(body: Body): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (isFromAnotherRealm(body, 'Uint8Array')) return body;
  if (body instanceof ArrayBuffer || isFromAnotherRealm(body, 'ArrayBuffer')) {
    return new Uint8Array(body);
  }
  throw new SignatureError(
    'body_already_parsed',
    `The body has to be the raw request body, as a string or as bytes, but it is ${kindOf(body)}. ` +
      'Take it before any JSON body parser does: in Express, for example, ' +
      "use express.raw({ type: '*/*' }) on this route; elsewhere, await request.text().",
  );
}

/** Values made in a vm context or by a test runner have other constructors, but the same tags. */
function isFromAnotherRealm(value: unknown, type: 'Uint8Array' | 'ArrayBuffer'): boolean {
  return Object.prototype.toString.call(value) === `[object ${type}]`;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
