/** @module How large a request's body may be. */
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** The longest body that is taken, in bytes. */
const LONGEST = 1024 * 1024;

/** How much of a longer body is read all the same, in bytes, and for how long, in milliseconds. */
const MOST_DISCARDED = 64 * 1024 * 1024;
const LONGEST_WAIT = 10_000;

/**
 * Refuses bodies over 1 MB. The rest of such a body is read and discarded before the answer, within
 * reason: a connection that is closed while its client still sends is reset, and the client never
 * gets to see the answer.
 */
export const bodyLimit: MiddlewareHandler = async (c, next) => {
  const { raw } = c.req;
  const length = raw.headers.get('content-length');
  if (raw.body === null || (length !== null && Number(length) <= LONGEST)) return next();
  const body = await readAtMost(raw.body, LONGEST);
  if (body === null) {
    c.header('connection', 'close');
    return c.body(
      await new Problem(413, 'The body is larger than 1 MB.').toResponse().text(),
      413,
      {
        'content-type': 'application/problem+json',
      },
    );
  }
  c.req.raw = new Request(raw, { body });
  return next();
};

/** @returns null when there was more. */
async function readAtMost(stream: ReadableStream<Uint8Array>, longest: number) {
  const chunks: Uint8Array[] = [];
  const deadline = Date.now() + LONGEST_WAIT;
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length <= longest) chunks.push(chunk);
    else if (length > MOST_DISCARDED || Date.now() > deadline) break;
  }
  return length > longest ? null : Buffer.concat(chunks);
}
