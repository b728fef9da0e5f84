/** @module From the raw body of a delivery, and its headers, to the normalised events. */
import type { KolveraEvent, ParsedEvent } from './event.ts';
import { EventParseError } from './event-parse-error.ts';
import { eventPlaces } from './event-places.ts';
import { isObject } from './is-object.ts';
import { knownEvent } from './known-events.ts';
import { mayNestTooDeep, nestsTooDeep } from './nesting.ts';
import { type ReadOptions, readEvent } from './read-event.ts';

// The mark is stripped below, for text and bytes alike. Invalid UTF-8 becomes U+FFFD.
const utf8 = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });

const [EVENTS] = eventPlaces.events.body;
const ID_HEADERS: ReadonlySet<string> = /* @__PURE__ */ new Set(eventPlaces.id.headers);

/**
 * Reads a delivery. Verify its signature first, or let `openDelivery` of `@kolvera/delivery` do both.
 * How an event is read: `readEvent`. What becomes of odd input: README.md.
 *
 * @param body The body as it arrived: text, or bytes in UTF-8. A byte order mark is skipped.
 * @returns One event as a rule; several for `[…]` and `{ events: […] }` of objects; none where these
 *   are empty. Their `id` is null where none was sent; `identifyEvents` fills it in. Keys called
 *   `__proto__` are kept as ordinary own keys and never become a prototype.
 * @throws {EventParseError} With `code` invalid_json, or too_deep (objects and arrays nest beyond 256
 *   levels).
 */
export function parseEvents(
  body: string | Uint8Array | ArrayBuffer,
  options: ReadOptions = {},
): readonly ParsedEvent[] {
  const root = readJson(readText(body));
  if (isBatch(root)) return readBatch(root, options);
  if (!isObject(root)) return [readEvent({ value: root }, options)];
  if (!isBatch(root[EVENTS])) return [readEvent(root, options)];
  const { [EVENTS]: _, ...shared } = root;
  const isNamed = knownEvent(readEvent(shared).event) !== undefined;
  const isEmpty = root[EVENTS].length === 0 && Object.keys(shared).length > 0;
  return isNamed || isEmpty ? [readEvent(root, options)] : readBatch(root[EVENTS], options, shared);
}

/**
 * Fills in the ids of the events of one delivery, where none were sent.
 *
 * @param deliveryId Makes an id from the raw body: `() => fingerprint(body)` of `@kolvera/signature`.
 *   Called once at most, and only when it is needed. The position is added where there are several.
 */
export function identifyEvents(
  events: readonly ParsedEvent[],
  deliveryId: () => string,
): readonly KolveraEvent[] {
  if (events.every(isIdentified)) return events;
  const id = deliveryId();
  // The copy differs in its id alone, which the spread of a union does not tell the compiler.
  return events.map((event, position) =>
    isIdentified(event)
      ? event
      : ({ ...event, id: events.length === 1 ? id : `${id}:${position}` } as KolveraEvent),
  );
}

function isIdentified(event: ParsedEvent): event is KolveraEvent {
  return event.id !== null;
}

/** Whether a value holds events, and is not just a list of values. */
function isBatch(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && (value.length === 0 || value.some(isObject));
}

/** @param shared what stands beside the events. It is kept with each, under `envelope.delivery`. */
function readBatch(
  items: readonly unknown[],
  { header, ...options }: ReadOptions,
  shared: Readonly<Record<string, unknown>> = {},
): readonly ParsedEvent[] {
  // A header can only hold the id of the whole delivery.
  const deliveryId = readEvent({}, { header }).id;
  const { workspace_id } = readEvent(shared);
  const isShared = Object.keys(shared).length > 0;
  return items.map((item, position) => {
    const event = readEvent(isObject(item) ? item : { value: item }, {
      ...options,
      header: header && ((name) => (ID_HEADERS.has(name) ? undefined : header(name))),
    });
    return {
      ...event,
      id: event.id ?? (deliveryId && `${deliveryId}:${position}`),
      workspace_id: event.workspace_id ?? workspace_id,
      ...(isShared && { envelope: { ...(event.envelope as object), delivery: shared } }),
    } as ParsedEvent;
  });
}

/** What is neither text nor bytes was parsed by something else; the error asks for the raw body. */
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

function readJson(body: string): unknown {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body;
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new EventParseError('invalid_json');
  }
  const isContainer = typeof root === 'object' && root !== null;
  if (isContainer && mayNestTooDeep(text) && nestsTooDeep(root as object)) {
    throw new EventParseError('too_deep');
  }
  return root;
}
