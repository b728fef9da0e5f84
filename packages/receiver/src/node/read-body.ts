/** @module Reading a body within a size and a time, and noticing who has read it before. */
import type { IncomingMessage } from 'node:http';
import type { ReceiverErrorCode } from '../refusal.ts';
import type { TimeLimit } from '../time-limit.ts';

/** Node's request, with what body parsers leave on it. */
export type NodeRequest = IncomingMessage & {
  /** Kept by Cloud Functions, NestJS, and by a `verify` function given to express.json(). */
  readonly rawBody?: unknown;
  /** Raw after express.raw() and express.text(); an object after express.json(). */
  readonly body?: unknown;
};

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeLimit: TimeLimit;
}

/** The raw body, or why there is none. */
export type BodyResult =
  | { readonly body: string | Uint8Array }
  | { readonly code: ReceiverErrorCode };

/**
 * The body, where all of it came in one packet with its head, as most do. It is there in the tick after
 * the one in which the request came, and costs less than the stream's events.
 *
 * @returns undefined when there is more to wait for, or when somebody else reads it too.
 */
export function arrivedBody(
  request: NodeRequest,
  maxBytes: number,
): { readonly body: Uint8Array } | undefined {
  const { readableLength: size, readableFlowing, headers } = request;
  if (readableFlowing !== null || size > maxBytes) return undefined;
  if (size !== Number(headers['content-length'])) return undefined;
  const body: unknown = request.read();
  return body instanceof Uint8Array ? { body } : undefined;
}

/**
 * Reads the body, unless a framework has kept it raw.
 *
 * Settles by the time limit at the latest: a stream that has been read by somebody else is noticed
 * at once, since waiting for its `end` would last until the connection is given up.
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
 * Reads and forgets the body of a request that is refused without it, within the time limit. Closing
 * the connection at once would reset it, and the sender would never see the answer.
 */
export function discardBody(request: NodeRequest, timeLimit: TimeLimit): void {
  if (request.readableEnded || request.destroyed) return;
  const timed = timeLimit.start(() => request.destroy());
  const stop = () => timed.stop();
  request.once('end', stop).once('close', stop).resume();
}

function isRaw(value: unknown): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

// An encoding set on the stream counts as reading: the bytes would be decoded before they get here.
function wasRead(request: IncomingMessage): boolean {
  return request.readableDidRead || request.readableEnded || request.readableEncoding !== null;
}

function collect(
  request: IncomingMessage,
  { maxBytes, timeLimit }: BodyLimits,
): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let settled = false;
    const timed = timeLimit.start(() => settle({ code: 'body_timeout' }));

    // The listeners stay: to take them off costs more than they do.
    function settle(result: BodyResult): void {
      if (settled) return;
      settled = true;
      timed.stop();
      resolve(result);
    }
    function onData(chunk: Buffer): void {
      if (settled) return;
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else settle({ code: 'body_too_large' });
    }
    function onEnd(): void {
      if (settled) return;
      const [first] = chunks;
      settle({ body: first && chunks.length === 1 ? first : Buffer.concat(chunks) });
    }
    function onClose(): void {
      settle({ code: 'body_incomplete' });
    }
    request.on('data', onData).on('end', onEnd).on('close', onClose);
  });
}
