/** @module From the raw body of a delivery to the normalised event. */
import type { KolveraEvent, ParsedEvent } from './event.ts';
import { EventParseError } from './event-parse-error.ts';
import { isObject } from './is-object.ts';
import { mayNestTooDeep, nestsTooDeep } from './nesting.ts';
import { readEnvelope } from './read-envelope.ts';

// The mark is stripped below, for text and bytes alike. Invalid UTF-8 becomes U+FFFD.
const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads the raw body of a delivery. Verify its signature first, or let `openDelivery` of
 * `@kolvera/delivery` do both. How the envelope is read: `readEnvelope`; what comes of odd input:
 * README.md.
 *
 * @param body The body as it arrived: text, or bytes in UTF-8. A byte order mark is skipped.
 * @returns The event, with `id: null` where none was sent; `identifyEvent` fills it in. Keys called
 *   `__proto__` are kept as ordinary own keys and never become a prototype.
 * @throws {EventParseError} With `code` invalid_json, not_an_object, too_deep (objects and arrays
 *   nest beyond 256 levels) or missing_event_name.
 */
export function parseEvent(body: string | Uint8Array | ArrayBuffer): ParsedEvent {
  return readEnvelope(readObject(readText(body)));
}

/**
 * Fills in the id of an event that was sent without one.
 *
 * @param fallbackId Makes the id, from the raw body: `() => fingerprint(body)` of
 *   `@kolvera/signature`. Called only when it is needed.
 * @returns The same event when it has an id, else a copy that has one.
 */
export function identifyEvent(event: ParsedEvent, fallbackId: () => string): KolveraEvent {
  return (event.id === null ? { ...event, id: fallbackId() } : event) as KolveraEvent;
}

/** What is neither text nor bytes was parsed by something else; the error says to hand over the raw. */
function readText(body: string | Uint8Array | ArrayBuffer): string {
  if (typeof body === 'string') return body;
  try {
    return isBuffer(body) ? body.toString() : utf8.decode(body);
  } catch {
    throw new EventParseError('invalid_json');
  }
}

/**
 * Node's own bytes decode themselves in a third of the time; other runtimes may have none. Asked by
 * `typeof`, because n8n refuses a community node that uses `globalThis`.
 */
function isBuffer(body: Uint8Array | ArrayBuffer): body is Buffer {
  return typeof Buffer !== 'undefined' && Buffer.isBuffer(body);
}

function readObject(body: string): Record<string, unknown> {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body;
  const root = readJson(text);
  if (!isObject(root)) throw new EventParseError('not_an_object');
  if (mayNestTooDeep(text) && nestsTooDeep(root)) throw new EventParseError('too_deep');
  return root;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EventParseError('invalid_json');
  }
}
