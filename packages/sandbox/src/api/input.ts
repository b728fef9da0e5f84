/** @module Reads what a request brings: nothing is taken that the contract does not name. */
import { Problem } from './problem.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Reads a JSON object with these keys and no others. @throws Problem 400, 415, 422 */
export async function readBody(request: Request, keys: readonly string[]): Promise<Input> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw new Problem(415, 'The body has to be JSON: send "Content-Type: application/json".');
  }
  const value = parse(await request.text());
  if (!isObject(value)) throw new Problem(422, 'The body has to be a JSON object.');
  refuseUnknown(Object.keys(value), keys, 'The body has the unknown member');
  return value;
}

/** @throws Problem 422 when there is a query parameter of another name, or one twice. */
export function readQuery(url: URL, names: readonly string[]): ReadonlyMap<string, string> {
  const given = [...url.searchParams.keys()];
  refuseUnknown(given, names, 'The address has the unknown query parameter');
  if (new Set(given).size < given.length) {
    throw new Problem(422, 'The address has a query parameter twice.');
  }
  return new Map(url.searchParams);
}

/** @throws Problem 422 when a body is sent where none belongs. */
export async function refuseBody(request: Request): Promise<void> {
  const text = await request.text();
  if (text !== '' && text !== '{}') throw new Problem(422, 'This request takes no body.');
}

export function isObject(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `limit`, from 1 to 100. @throws Problem 422 */
export function readLimit(value: string | undefined): number {
  const limit = Number(value ?? '50');
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new Problem(422, 'The limit has to be a whole number from 1 to 100.');
  }
  return limit;
}

/** Cursors are opaque to clients; they hold the number after which a page starts. */
export function writeCursor(next: number | null): string | null {
  return next === null ? null : Buffer.from(`before:${next}`).toString('base64url');
}

/** @throws Problem 422 */
export function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const next = /^before:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (next === undefined) {
    throw new Problem(422, 'The cursor is not one that this API gave: use next_cursor as it is.');
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
