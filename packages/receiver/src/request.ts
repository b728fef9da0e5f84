/** @module The request as every framework can hand it over, and what is read from it. */
import { Buffer } from 'node:buffer';
import { isAnyArrayBuffer, isUint8Array } from 'node:util/types';

/** Header values by name, as Node has them, or a web `Headers`. Names match in any case. */
export type RequestHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null };

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Without any, the delivery is unsigned and refused. */
  readonly headers: RequestHeaders;
}

export interface ReceiverRequest extends RequestHead {
  /**
   * The body exactly as it arrived, before anything has parsed it: the signature is over these
   * bytes. A string is taken as its UTF-8 bytes.
   */
  readonly body: string | Uint8Array | ArrayBuffer;
}

/**
 * @param headers undefined where a caller without types left them out.
 * @param name in lower case.
 * @returns a list when the header came more than once.
 */
export function header(
  headers: RequestHeaders | undefined,
  name: string,
): string | readonly string[] | undefined {
  if (headers === undefined || headers === null) return undefined;
  if (isWebHeaders(headers)) return headers.get(name) ?? undefined;
  const value = headers[name] ?? headers[nameAsSent(headers, name)];
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** Node gives names in lower case; AWS API Gateway, for one, keeps them as they were sent. */
function nameAsSent(headers: object, name: string): string {
  return Object.keys(headers).find((candidate) => candidate.toLowerCase() === name) ?? name;
}

function isWebHeaders(headers: RequestHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json[\t ]*(?:;|$)/i;

/**
 * Whether the content type allows JSON. Kolvera publishes that it posts JSON and no content type,
 * so none at all is accepted too.
 */
export function mayBeJson(contentType: string | readonly string[] | undefined): boolean {
  if (contentType === undefined || contentType === 'application/json') return true;
  return typeof contentType === 'string' && JSON_TYPE.test(contentType);
}

/** @returns the body's size in bytes; undefined when it is not raw but, say, a parsed object. */
export function bodySize(body: unknown): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  // Of any realm: what a vm context or a test runner makes has other constructors.
  if (isUint8Array(body) || isAnyArrayBuffer(body)) return body.byteLength;
  return undefined;
}
