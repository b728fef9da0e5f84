/** @module Captured deliveries, from whatever stored them. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isObject } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import { CommandError } from '../command-error.ts';
import { openDeliveryLog } from '../listen/delivery-log.ts';

export interface Capture {
  readonly body: string;
  /** Whether these are the bytes that were sent, not parsed JSON written again. */
  readonly exact: boolean;
}

/**
 * Reads a database of `kolvera listen`, a HAR, an n8n execution or another export that holds headers
 * beside bodies, JSON lines, or one body; of a folder, every file in it.
 *
 * @throws CommandError `unreadable_file`, `no_deliveries`
 */
export function readCaptures(cwd: string, paths: readonly string[]): readonly Capture[] {
  const captures = paths.flatMap((path) => readPath(resolve(cwd, path)));
  if (captures.length > 0) return captures;
  throw new CommandError('no_deliveries', `No deliveries found in ${paths.join(', ')}.`);
}

function readPath(path: string): readonly Capture[] {
  if (!existsSync(path)) throw new CommandError('unreadable_file', `Cannot read ${path}.`);
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path).filter((name) => !name.startsWith('.'));
    return names.sort().flatMap((name) => readPath(join(path, name)));
  }
  return path.endsWith('.sqlite') ? readStored(path) : readText(readFileSync(path, 'utf8'));
}

/**
 * Skips unverified deliveries: anybody may have sent them. Keeps those that were verified and could
 * not be read: they show most.
 */
function readStored(path: string): readonly Capture[] {
  const store = openDeliveryLog(path);
  const stored = store.since('');
  store.close();
  const verified = stored.filter(({ outcome }) => outcome !== 'unverified');
  if (stored.length > 0 && verified.length === 0) {
    throw new CommandError(
      'no_deliveries',
      `None of the deliveries in ${path} was verified. Start kolvera listen with the secret that Kolvera shows, in KOLVERA_WEBHOOK_SECRET.`,
    );
  }
  return verified.map(({ body }) => exactly(Buffer.from(body).toString('utf8')));
}

function readText(text: string): readonly Capture[] {
  const value = parse(text);
  if (value === undefined) {
    const lines = text.split('\n').filter((line) => parse(line) !== undefined);
    return lines.map(exactly);
  }
  const found = deliveriesIn(value);
  if (found.length > 0) return found;
  if (Array.isArray(value)) return value.filter(isObject).map(writtenAgain);
  // Editors end a file with a line break, senders hardly ever end a body with one.
  return isObject(value) ? [exactly(text.replace(/\r?\n$/, ''))] : [];
}

/** Bodies beside their headers, wherever they are: in a HAR's requests, in an n8n execution's items. */
function deliveriesIn(value: unknown): readonly Capture[] {
  if (Array.isArray(value)) return value.flatMap(deliveriesIn);
  if (!isObject(value)) return [];
  const { headers, body, method, postData } = value;
  if (method === 'POST' && isObject(postData) && typeof postData.text === 'string') {
    return [exactly(postData.text)];
  }
  if (isObject(headers) && hasSignature(headers)) {
    if (typeof body === 'string') return [exactly(body)];
    if (isObject(body)) return [writtenAgain(body)];
  }
  return Object.values(value).flatMap(deliveriesIn);
}

function hasSignature(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === SIGNATURE_HEADER);
}

function exactly(body: string): Capture {
  return { body, exact: true };
}

function writtenAgain(body: object): Capture {
  return { body: JSON.stringify(body), exact: false };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
