/** @module How a delivery ended, and the response to its sender. */
import { Buffer } from 'node:buffer';
import { REFUSALS, type ReceiverErrorCode } from './refusal.ts';

export interface ReceiverResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * - `handled`: the handlers succeeded.
 * - `stored`: an inbox stored it, for its workers.
 * - `repeated`: it was handled or stored before.
 * - `ignored`: it has no handler.
 * - Any other is the code of what went wrong.
 */
export type Outcome = 'handled' | 'stored' | 'repeated' | 'ignored' | ReceiverErrorCode;

const responses = new Map<Outcome, ReceiverResponse>(
  (['handled', 'stored', 'repeated', 'ignored'] as const).map((status) => [
    status,
    jsonResponse(200, { status }),
  ]),
);

/** @returns the same frozen response for every delivery that ended this way. */
export function responseTo(outcome: Outcome): ReceiverResponse {
  const known = responses.get(outcome);
  if (known !== undefined) return known;
  const code = outcome as ReceiverErrorCode;
  const { status, message, toSender = { code, message }, headers } = REFUSALS[code];
  const response = jsonResponse(status, toSender, headers);
  responses.set(outcome, response);
  return response;
}

function jsonResponse(
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
