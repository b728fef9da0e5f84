/** @module What is answered to the sender: a status and a small JSON object. */
import { Buffer } from 'node:buffer';

export interface ReceiverResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Frozen, so that one answer can serve many requests. */
export function answer(
  status: number,
  content: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): ReceiverResponse {
  const body = JSON.stringify(content);
  return Object.freeze({
    status,
    headers: Object.freeze({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    }),
    body,
  });
}
