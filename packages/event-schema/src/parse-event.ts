/**
 * @module From the raw body of a delivery to the normalised event.
 *
 * Kolvera has not published its envelope, so this is a tolerant reading and the one place to
 * correct when it does. README.md tabulates what comes of odd input.
 */
import type { KolveraEvent, ParsedEvent } from './event.ts';
import { EventParseError } from './event-parse-error.ts';
import { eventNames } from './generated/event-names.ts';
import { isObject } from './is-object.ts';
import { mayNestTooDeep, nestsTooDeep } from './nesting.ts';

type Json = Record<string, unknown>;

const NAME_KEYS = ['event', 'type', 'event_type'] as const;
const DATA_KEYS = ['data', 'payload'] as const;
/** Keys that the normalised event fills itself. */
const ENVELOPE_KEYS: readonly string[] = ['id', 'event', 'created_at', 'workspace_id', 'data'];

// The mark is stripped below, for text and bytes alike. Invalid UTF-8 becomes U+FFFD.
const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads the raw body of a delivery. Verify its signature first.
 *
 * - The name is the first of `event`, `type`, `event_type` that holds a known name, else the first
 *   that is a non-empty string. The key that held it is used up.
 * - The data is `data`, else `payload`, where that is an object; else the body is flat, and the
 *   data is the body without the name, `created_at` and `workspace_id`.
 * - `id` is the event's only beside `data` or `payload`. In a flat body it is the record's own and
 *   stays in the data: taken for the event's, it would make every later update a duplicate. Text
 *   is taken as it is, a safe integer as its decimal digits; anything else is missing, hence null.
 * - Other keys are kept. Fields are not checked against their types: all of them are assumed.
 *
 * @param body The body as it arrived: text, or bytes in UTF-8. A byte order mark is skipped.
 * @returns The event, with `id: null` where none was sent; `identifyEvent` fills it in. Keys called
 *   `__proto__` are kept as ordinary own keys and never become a prototype.
 * @throws {EventParseError} With `code` invalid_json, not_an_object, too_deep (objects and arrays
 *   nest beyond 256 levels) or missing_event_name.
 */
export function parseEvent(body: string | Uint8Array | ArrayBuffer): ParsedEvent {
  const root = readObject(readText(body));
  const nameKey = findNameKey(root);
  const dataKey = DATA_KEYS.find((key) => isObject(root[key]));
  const event = {
    id: dataKey === undefined ? null : readId(root.id),
    event: root[nameKey],
    created_at: typeof root.created_at === 'string' ? root.created_at : null,
    workspace_id: readId(root.workspace_id),
    data:
      dataKey === undefined
        ? without(root, [nameKey, 'created_at', 'workspace_id'])
        : root[dataKey],
  };
  // The types promise no more than the name: every field may be absent, and unknown keys are typed
  // unknown. That a field which is there has its type is assumed, as the payloads themselves are.
  if (dataKey === undefined) return event as ParsedEvent;
  return { ...event, ...without(root, [...ENVELOPE_KEYS, nameKey, dataKey]) } as ParsedEvent;
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
    return utf8.decode(body);
  } catch {
    throw new EventParseError('invalid_json');
  }
}

function readObject(body: string): Json {
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

function findNameKey(root: Json): string {
  const nameKey =
    NAME_KEYS.find((key) => isKnownName(root[key])) ?? NAME_KEYS.find((key) => isName(root[key]));
  if (nameKey === undefined) throw new EventParseError('missing_event_name');
  return nameKey;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isKnownName(value: unknown): boolean {
  return isName(value) && eventNames.has(value);
}

/** An integer beyond 2^53 has lost digits when it is read, and two of them could become one id. */
function readId(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/** A copy that lacks some keys. `fromEntries` defines keys, so that `__proto__` stays one. */
function without(object: Json, keys: readonly string[]): Json {
  const kept = Object.keys(object).filter((key) => !keys.includes(key));
  return Object.fromEntries(kept.map((key) => [key, object[key]]));
}
