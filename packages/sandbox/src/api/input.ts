/** @module Reads a request, and refuses what the contract does not declare. */
import { isObject, nestsTooDeep } from '@kolvera/event-schema';
import { Problem } from './problem.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Reads a JSON object with no keys but these. @throws Problem 400, 415, 422 */
export async function readJsonBody(request: Request, keys: readonly string[]): Promise<Input> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new Problem(415, 'The body must be JSON. Send "Content-Type: application/json".');
  }
  const value = parse(await request.text());
  if (!isObject(value)) throw new Problem(422, 'The body must be a JSON object.');
  if (nestsTooDeep(value)) {
    throw new Problem(400, 'The body nests objects and arrays too deep. The limit is 256 levels.');
  }
  refuseUnknown(Object.keys(value), keys, 'Unknown field in the body:');
  return value;
}

/** @throws Problem 422 for an unknown or a repeated query parameter. */
export function readQuery(url: URL, names: readonly string[]): ReadonlyMap<string, string> {
  const given = [...url.searchParams.keys()];
  refuseUnknown(given, names, 'Unknown query parameter:');
  if (new Set(given).size < given.length) {
    throw new Problem(422, 'A query parameter is repeated. Send each one once.');
  }
  return new Map(url.searchParams);
}

/** @throws Problem 422 when the request has a body. */
export async function refuseBody(request: Request): Promise<void> {
  const text = await request.text();
  if (text !== '' && text !== '{}') throw new Problem(422, 'This request must not have a body.');
}

/** Reads `limit`, from 1 to 100. @throws Problem 422 */
export function readLimit(value: string | undefined): number {
  const limit = Number(value ?? '50');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new Problem(422, 'limit must be an integer from 1 to 100.');
  }
  return limit;
}

/** Cursors are opaque to clients; they contain the row number before which a page starts. */
export function writeCursor(next: number | null): string | null {
  return next === null ? null : Buffer.from(`before:${next}`).toString('base64url');
}

/** @throws Problem 422 */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const next = /^before:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (next === undefined) {
    throw new Problem(422, 'cursor is not valid. Send next_cursor exactly as you received it.');
  }
  return Number(next);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, 'The body is not valid JSON.');
  }
}

function refuseUnknown(given: readonly string[], known: readonly string[], what: string): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Problem(422, `${what} ${JSON.stringify(unknown)}.`);
}
