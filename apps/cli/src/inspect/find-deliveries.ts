/**
 * @module Deliveries in the JSON that other tools export, found by what they have in common: headers
 * beside a body, wherever these stand. That covers HAR, webhook.site, ngrok, Postman, Hookdeck,
 * Pipedream, RequestBin, Svix, AWS events, n8n, Zapier's raw hook, `kolvera listen --json` and logs.
 */
import { headerReader, signatureIn } from '@kolvera/delivery';
import { isKnownEvent, isObject, readEvent } from '@kolvera/event-schema';
import { parseHttp } from './http-text.ts';

export interface Capture {
  /** By name as sent; empty where only the body was kept. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether these are the bytes that were sent, and not JSON written again. */
  readonly exact: boolean;
  /** ISO 8601, where the export tells when it arrived. */
  readonly at: string | null;
}

/** What an object tells about the deliveries in it. */
interface Around {
  readonly headers: Readonly<Record<string, string>> | null;
  readonly at: string | null;
}

const HEADER_KEYS = ['headers', 'header', 'requestHeaders', 'request_headers', 'multiValueHeaders'];
/** The first that holds a body counts: raw text stands before what was parsed from it. */
const BODY_KEYS = [
  'raw_body',
  'rawBody',
  'bodyRaw',
  'raw',
  'text',
  'postData',
  'content',
  'requestBody',
  'request_body',
  'body',
  'payload',
];
const TIME_KEYS = ['receivedAt', 'startedDateTime', 'start', 'created_at', 'timestamp', 'time'];
/** By which headers are told from an object of that name in an event. */
const HTTP_HEADER = /^(http-)?(accept|content-(type|length)|host|user-agent|x-.+)$/i;
/** What an endpoint answered is no delivery. */
const IGNORED_KEYS: ReadonlySet<string> = new Set(['response', 'responses', 'forwarding']);

/**
 * The deliveries in a parsed export. A wrapper is never taken for a delivery: an object is one itself
 * only if it names an event of Kolvera and nothing inside it does.
 *
 * @param raw the text from which the value was parsed, where that could be a body.
 */
export function findDeliveries(value: unknown, raw?: string): readonly Capture[] {
  return find(value, { headers: null, at: null }, raw);
}

function find(value: unknown, around: Around, raw?: string): readonly Capture[] {
  if (typeof value === 'string') return findInText(value, around);
  if (Array.isArray(value)) return value.flatMap((item) => find(item, around));
  if (!isObject(value)) return [];
  const headers = headersOf(value) ?? around.headers;
  const here = { headers, at: timeOf(value) ?? around.at };
  const beside = bodyBeside(value, here);
  if (beside.length > 0) return beside;
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    IGNORED_KEYS.has(key) || HEADER_KEYS.includes(key) ? [] : find(inner, here),
  );
  if (inside.length > 0 || !namesEvent(value)) return inside;
  return [capture(raw ?? JSON.stringify(value), raw !== undefined, around)];
}

/** The body beside an object's own headers, or n8n's binary data beside its JSON. */
function bodyBeside(value: Readonly<Record<string, unknown>>, around: Around): readonly Capture[] {
  const { json, binary } = value;
  if (isObject(json) && isObject(binary)) {
    const headers = headersOf(json) ?? around.headers;
    const bodies = Object.values(binary).flatMap((file) => (isObject(file) ? [file.data] : []));
    return bodies.flatMap((data) => asBody(data, { ...around, headers }));
  }
  if (headersOf(value) === null) return [];
  for (const key of BODY_KEYS) {
    const found = asBody(value[key], around);
    if (found.length > 0) return found;
  }
  return [];
}

/** A value that stands where a body does: text, base64, a whole HTTP request, or parsed JSON. */
function asBody(value: unknown, around: Around): readonly Capture[] {
  if (typeof value === 'string') {
    const text = isJson(value) ? value : (fromBase64(value) ?? value);
    if (text === '') return [];
    const [request] = parseHttp(text);
    if (request !== undefined) {
      return [capture(request.body, true, { ...around, headers: request.headers })];
    }
    if (isJson(text)) return unwrap(text, around);
    return isSigned(around.headers) ? [capture(value, true, around)] : [];
  }
  if (!isObject(value) || Object.keys(value).length === 0) return [];
  // HAR's postData and Postman's body hold the text one level below.
  const inner = [value.text, value.raw].find((text) => typeof text === 'string');
  if (inner !== undefined) return asBody(inner, around);
  const inside = find(value, around);
  return inside.length > 0 ? inside : [capture(JSON.stringify(value), false, around)];
}

/** A body that is an export itself (a queue's message) is looked into. */
function unwrap(text: string, around: Around): readonly Capture[] {
  const value: unknown = JSON.parse(text);
  const inside = isObject(value) && headersOf(value) !== null ? find(value, around) : [];
  return inside.length > 0 ? inside : [capture(text, true, around)];
}

/** Text somewhere in an export, which may be, or hold, a body: a line of a log. */
function findInText(text: string, around: Around): readonly Capture[] {
  const json = jsonIn(text);
  return json === undefined ? [] : find(JSON.parse(json), around, json);
}

/** The object or list in a text, which may begin and end with something else. */
export function jsonIn(line: string): string | undefined {
  const start = line.search(/[{[]/);
  if (start === -1) return undefined;
  const end = Math.max(line.lastIndexOf('}'), line.lastIndexOf(']'));
  if (end <= start) return undefined;
  const json = line.slice(start, end + 1);
  return isJson(json) ? json : undefined;
}

function capture(body: string, exact: boolean, { headers, at }: Around): Capture {
  return { headers: headers ?? {}, body, exact, at };
}

function isSigned(headers: Around['headers']): boolean {
  return signatureIn(headerReader(headers)) !== undefined;
}

/** Whether a body names an event of the catalogue. */
function namesEvent(value: Readonly<Record<string, unknown>>): boolean {
  return isKnownEvent(readEvent(value));
}

/** An object, a list of names and values, or either as text (in a CSV). */
function headersOf(value: Readonly<Record<string, unknown>>): Record<string, string> | null {
  for (const key of HEADER_KEYS) {
    const written = value[key];
    const headers = typeof written === 'string' && isJson(written) ? JSON.parse(written) : written;
    if (typeof headers !== 'object' || headers === null) continue;
    const pairs = pairsOf(headers);
    if (pairs.some(([name]) => HTTP_HEADER.test(name))) return Object.fromEntries(pairs);
  }
  return null;
}

function pairsOf(headers: object): (readonly [string, string])[] {
  if (!Array.isArray(headers)) {
    return Object.entries(headers).map(([name, value]) => [name, String([value].flat()[0])]);
  }
  return headers.flatMap((header: unknown) => {
    if (!isObject(header)) return [];
    const name = header.name ?? header.key;
    return typeof name === 'string' ? [[name, String(header.value)] as const] : [];
  });
}

function timeOf(value: Readonly<Record<string, unknown>>): string | null {
  for (const key of TIME_KEYS) {
    const time = value[key];
    if (typeof time === 'string' && /^\d{4}-\d\d-\d\d/.test(time)) return time;
  }
  return null;
}

/** @returns undefined for what is no base64 of text. */
function fromBase64(text: string): string | undefined {
  if (text.length < 8 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return undefined;
  return Buffer.from(text, 'base64').toString('utf8');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
