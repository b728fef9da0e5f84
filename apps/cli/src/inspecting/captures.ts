/** @module Captured deliveries, out of whatever kept them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isObject } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import { CommandError } from '../command-error.ts';
import { openDeliveryStore } from '../listening/delivery-store.ts';

export interface Capture {
  /** The body as it was sent; JSON written again where only that was kept. */
  readonly body: string;
  /** Whether these are the bytes that were sent. */
  readonly exact: boolean;
  /** ISO 8601. */
  readonly at: string | null;
}

/**
 * Reads a file of `kolvera listen` (SQLite), a HAR, an n8n execution or another export that holds
 * headers beside bodies, JSON lines, or one body. Of a folder, every file in it.
 *
 * @throws CommandError `unreadable_file`, `no_deliveries`
 */
export function readCaptures(cwd: string, paths: readonly string[]): readonly Capture[] {
  const captures = paths.flatMap((path) => readPath(resolve(cwd, path)));
  if (captures.length > 0) return captures;
  throw new CommandError('no_deliveries', `There is no delivery in ${paths.join(', ')}.`);
}

function readPath(path: string): readonly Capture[] {
  if (!existsSync(path)) {
    throw new CommandError('unreadable_file', `There is no readable file ${path}.`);
  }
  if (statSync(path).isDirectory()) {
    return readdirSync(path)
      .sort()
      .flatMap((name) => (name.startsWith('.') ? [] : readPath(join(path, name))));
  }
  return /\.sqlite$/.test(path) ? readKept(path) : readText(readFileSync(path, 'utf8'));
}

/**
 * What was not verified may be anybody's, and says nothing about Kolvera. What was verified and could
 * not be read says most.
 *
 * @throws CommandError `no_deliveries` where none of what was kept was verified
 */
function readKept(path: string): readonly Capture[] {
  const store = openDeliveryStore(path);
  try {
    const kept = store.since('');
    const verified = kept.filter(({ outcome }) => outcome !== 'unverified');
    if (kept.length > 0 && verified.length === 0) {
      throw new CommandError(
        'no_deliveries',
        `Nothing that kolvera listen kept in ${path} was verified. Start it with the secret that Kolvera shows, in KOLVERA_WEBHOOK_SECRET.`,
      );
    }
    return verified.map(({ body, receivedAt }) => ({
      body: Buffer.from(body).toString('utf8'),
      exact: true,
      at: receivedAt,
    }));
  } finally {
    store.close();
  }
}

function readText(text: string): readonly Capture[] {
  const value = parse(text);
  if (value === undefined) {
    return text
      .split('\n')
      .filter((line) => parse(line) !== undefined)
      .map((body) => ({ body, exact: true, at: null }));
  }
  const har = harEntries(value);
  if (har !== null) return har;
  const beside = deliveriesIn(value);
  if (beside.length > 0) return beside;
  if (Array.isArray(value)) {
    return value.filter(isObject).map((one) => ({ ...written(one), at: null }));
  }
  // Editors end a file with a line break, senders hardly ever end a body with one.
  return isObject(value) ? [{ body: text.replace(/\r?\n$/, ''), exact: true, at: null }] : [];
}

/** HTTP Archive 1.2: `log.entries[].request`, with the body as text. */
function harEntries(value: unknown): readonly Capture[] | null {
  const entries = isObject(value) && isObject(value.log) ? value.log.entries : undefined;
  if (!Array.isArray(entries)) return null;
  return entries.flatMap((entry: unknown) => {
    const request = isObject(entry) && isObject(entry.request) ? entry.request : {};
    const data = isObject(request.postData) ? request.postData.text : undefined;
    if (request.method !== 'POST' || typeof data !== 'string') return [];
    const at = isObject(entry) ? entry.startedDateTime : null;
    return [{ body: data, exact: true, at: typeof at === 'string' ? at : null }];
  });
}

/** Objects that have a delivery's headers and body, wherever they are: an n8n execution's items. */
function deliveriesIn(value: unknown): readonly Capture[] {
  if (Array.isArray(value)) return value.flatMap(deliveriesIn);
  if (!isObject(value)) return [];
  const { headers, body } = value;
  if (isObject(headers) && hasSignature(headers)) {
    if (typeof body === 'string') return [{ body, exact: true, at: null }];
    if (isObject(body)) return [{ ...written(body), at: null }];
  }
  return Object.values(value).flatMap(deliveriesIn);
}

function hasSignature(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === SIGNATURE_HEADER);
}

function written(body: object) {
  return { body: JSON.stringify(body), exact: false };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
