/** @module The request as every framework can hand it over, and what is read from it. */

/** Header values by name, as Node has them, or a web `Headers`. Names match in any case. */
export type RequestHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null };

export interface ReceiverRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  /**
   * The body exactly as it arrived, before anything has parsed it: the signature is over these
   * bytes. A string stands for its UTF-8 bytes.
   */
  readonly body: string | Uint8Array | ArrayBuffer;
}

/** @param name in lower case. @returns a list when the header came more than once. */
export function header(
  headers: RequestHeaders,
  name: string,
): string | readonly string[] | undefined {
  if (isWebHeaders(headers)) return headers.get(name) ?? undefined;
  const value = headers[name];
  if (value !== undefined) return value;
  // Node gives names in lower case; AWS API Gateway, for one, keeps them as they were sent.
  const key = Object.keys(headers).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : headers[key];
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

/** @returns the body's size in bytes; undefined when it is no raw body but, say, a parsed object. */
export function bodySize(body: unknown): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return body.byteLength;
  return undefined;
}
