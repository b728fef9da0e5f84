/** @module The request as every framework can hand it over, and what is read from it. */
import { Buffer } from 'node:buffer';
import { isAnyArrayBuffer, isUint8Array } from 'node:util/types';
import type { DeliveryHeaders } from '@kolvera/delivery';

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Without any, the delivery is unsigned and refused. */
  readonly headers: DeliveryHeaders;
}

export interface ReceiverRequest extends RequestHead {
  /**
   * The body exactly as it arrived, before anything has parsed it: the signature is over these
   * bytes. A string is taken as its UTF-8 bytes.
   */
  readonly body: string | Uint8Array | ArrayBuffer;
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
