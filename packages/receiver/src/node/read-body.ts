/** @module Reading a body within a size and a time, and detecting that something else has read it. */
import type { IncomingMessage } from 'node:http';
import type { ReceiverErrorCode } from '../refusal.ts';
import { startTimeout } from '../time-limit.ts';

/** Node's request, with what body parsers leave on it. */
export type NodeRequest = IncomingMessage & {
  /** Kept by Cloud Functions, NestJS, and by a `verify` function passed to express.json(). */
  readonly rawBody?: unknown;
  /** Raw after express.raw() and express.text(); an object after express.json(). */
  readonly body?: unknown;
};

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/** The raw body, or why there is none. */
export type BodyResult =
  | { readonly body: string | Uint8Array }
  | { readonly code: ReceiverErrorCode };

/**
 * Reads the body, unless a framework has kept it raw.
 *
 * Settles by the time limit at the latest. A stream that something else has read is detected
 * immediately, since waiting for its `end` would last until the connection closes.
 */
export async function readBody(request: NodeRequest, limits: BodyLimits): Promise<BodyResult> {
  const kept = isRaw(request.rawBody) ? request.rawBody : request.body;
  if (isRaw(kept)) return { body: kept };
  if (wasRead(request)) {
    return { code: request.body === undefined ? 'body_already_read' : 'body_already_parsed' };
  }
  if (request.destroyed) return { code: 'body_incomplete' };
  return collect(request, limits);
}

/**
 * Reads and discards the body of a rejected request, within the time limit. Closing the connection
 * immediately would reset it, and the sender would never see the response.
 */
export function discardBody(request: NodeRequest, timeoutMs: number): void {
  if (request.readableEnded || request.destroyed) return;
  const timer = startTimeout(() => request.destroy(), timeoutMs);
  const stop = () => clearTimeout(timer);
  request.once('end', stop).once('close', stop).resume();
}

function isRaw(value: unknown): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

// An encoding set on the stream counts as reading: it would decode the bytes before they get here.
function wasRead(request: IncomingMessage): boolean {
  return request.readableDidRead || request.readableEnded || request.readableEncoding !== null;
}

function collect(
  request: IncomingMessage,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = startTimeout(() => settle({ code: 'body_timeout' }), timeoutMs);
    // Only the first call counts; the listeners stay, because removing them costs more.
    function settle(result: BodyResult): void {
      clearTimeout(timer);
      resolve(result);
    }
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) chunks.push(chunk);
        else settle({ code: 'body_too_large' });
      })
      .on('end', () => settle({ body: Buffer.concat(chunks) }))
      .on('close', () => settle({ code: 'body_incomplete' }));
  });
}
