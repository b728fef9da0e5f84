/** @module The raw body: text, or bytes in any of JavaScript's containers. */
import { SignatureError } from './signature-error.ts';

/**
 * The raw request body, before anything has parsed it. A string means its UTF-8 bytes, a byte order
 * mark included; a lone surrogate, which UTF-8 cannot hold, counts as U+FFFD. Bytes are taken exactly.
 */
export type Body = string | Uint8Array | ArrayBuffer;

/**
 * Rejects anything that is not a raw body.
 *
 * A parsed body is never serialised again: JSON.stringify gives different bytes from those that were
 * signed (key order, whitespace, escapes, large numbers).
 *
 * @returns text, or a view of exactly the given bytes.
 * @throws SignatureError `body_already_parsed`.
 */
export function rawBody(body: Body): string | Uint8Array {
  if (typeof body === 'string' || isUint8Array(body)) return body;
  if (isArrayBuffer(body)) return new Uint8Array(body);
  throw new SignatureError(
    'body_already_parsed',
    `The body must be the raw request body, as a string or bytes, but it is ${kindOf(body)}. ` +
      'Read it before any JSON body parser does: in Express, for example, ' +
      "use express.raw({ type: '*/*' }) on this route; elsewhere, await request.text().",
  );
}

// By tag too, because objects from a vm context or a test runner have other constructors.
function isUint8Array(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || tagOf(value) === '[object Uint8Array]';
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return value instanceof ArrayBuffer || tagOf(value) === '[object ArrayBuffer]';
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
