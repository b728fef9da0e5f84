/** @module Captured deliveries, out of whatever kept them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { isObject } from '@kolvera/event-schema';
import { parse as parseCsv } from 'csv-parse/sync';
import { CommandError } from '../command-error.ts';
import { openDeliveryLog } from '../listen/delivery-log.ts';
import { type Capture, findDeliveries, jsonIn } from './find-deliveries.ts';
import { parseHttp } from './http-text.ts';

export interface Captures {
  readonly captures: readonly Capture[];
  /** Files, and lines of them, in which nothing could be read. */
  readonly unreadable: readonly string[];
}

/** What `kolvera inspect` can read, for its help and for an error. */
export const READABLE =
  'Request bodies as JSON (one a file or one a line), HAR, raw HTTP, curl -v, CSV, logs, and exports of webhook.site, ngrok, Postman, Hookdeck, Pipedream, RequestBin, Svix, AWS, n8n, Zapier and kolvera listen; plain or gzipped.';

/**
 * Reads files, and every file of a folder.
 *
 * @throws CommandError `unreadable_file` for one that does not exist, and `no_deliveries`
 */
export async function readCaptures(
  cwd: string,
  paths: readonly string[],
  interrupted: AbortSignal,
): Promise<Captures> {
  const captures: Capture[] = [];
  const unreadable: string[] = [];
  for (const path of paths.flatMap((each) => filesAt(resolve(cwd, each)))) {
    const before = captures.length;
    for (const found of readFile(path)) {
      if (typeof found === 'string') unreadable.push(found);
      else captures.push(...found);
      interrupted.throwIfAborted();
      // A long file leaves room for Ctrl-C.
      if (captures.length % 1000 === 0) await setImmediate();
    }
    if (captures.length === before && !unreadable.some((each) => each.startsWith(path))) {
      unreadable.push(path);
    }
  }
  return { captures, unreadable };
}

function filesAt(path: string): readonly string[] {
  if (!existsSync(path)) {
    throw new CommandError('unreadable_file', `There is no file ${path}. Check its name.`);
  }
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  return names.sort().flatMap((name) => filesAt(join(path, name)));
}

/** @returns what was found, piece by piece; a text names a piece that could not be read. */
function* readFile(path: string): Generator<readonly Capture[] | string> {
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') return yield readKept(path);
  const { text, exact } = decode(bytes);
  const as = (captures: readonly Capture[]) =>
    exact ? captures : captures.map((capture) => ({ ...capture, exact: false }));
  const value = parse(text);
  if (value !== undefined) {
    // Editors end a file with a line break, senders hardly ever end a body with one.
    return yield as(findOr(value, text.replace(/\r?\n$/, '')));
  }
  const requests = parseHttp(text);
  if (requests.length > 0) {
    return yield as(requests.map((request) => ({ ...request, exact: true, at: null })));
  }
  const table = readTable(text);
  if (table !== undefined) return yield as(findDeliveries(table));
  yield* readLines(path, text, as);
}

function* readLines(
  path: string,
  text: string,
  as: (captures: readonly Capture[]) => readonly Capture[],
): Generator<readonly Capture[] | string> {
  let number = 0;
  for (const line of text.split(/\r?\n/)) {
    number += 1;
    if (line.trim() === '') continue;
    const json = parse(line) === undefined ? jsonIn(line) : line;
    const value = json === undefined ? undefined : parse(json);
    if (json === undefined || value === undefined) yield `${path}, line ${number}`;
    else yield as(findOr(value, json));
  }
}

/** The deliveries in a value; where there are none, it is taken for a body in an unknown form. */
function findOr(value: unknown, body: string): readonly Capture[] {
  const found = findDeliveries(value, body);
  return found.length > 0 || !isObject(value)
    ? found
    : [{ headers: {}, body, exact: true, at: null }];
}

/**
 * What was not verified may be anybody's, and says nothing about Kolvera. What was verified and could
 * not be read says most.
 *
 * @throws CommandError `no_deliveries` where none of what was kept was verified
 */
function readKept(path: string): readonly Capture[] {
  const store = openDeliveryLog(path);
  try {
    const kept = store.since('');
    const verified = kept.filter(({ outcome }) => outcome !== 'unverified');
    if (kept.length > 0 && verified.length === 0) {
      throw new CommandError(
        'no_deliveries',
        `kolvera listen has verified none of the deliveries in ${path}. Start it with the secret that Kolvera shows, in KOLVERA_WEBHOOK_SECRET.`,
      );
    }
    return verified.map(({ headers, body, receivedAt }) => ({
      headers,
      body: Buffer.from(body).toString('utf8'),
      exact: true,
      at: receivedAt,
    }));
  } finally {
    store.close();
  }
}

/** @returns whether the text is, byte for byte, what the file holds. */
function decode(bytes: Buffer): { readonly text: string; readonly exact: boolean } {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return decode(gunzipSync(bytes));
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  const hasMark = encoding !== 'utf-8' || bytes.subarray(0, 3).toString('hex') === 'efbbbf';
  return { text: new TextDecoder(encoding).decode(bytes), exact: !hasMark };
}

/** The rows of a CSV that has a column for headers or bodies. */
function readTable(text: string): unknown {
  const [columns = ''] = text.split(/\r?\n/, 1);
  if (!/(^|,)"?(content|body|headers|raw_body|message)"?(,|$)/i.test(columns)) return undefined;
  try {
    return parseCsv(text, { columns: true, relax_column_count: true });
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
