/**
 * @module The envelope around an event's data, read. Kolvera has not published it, so the reading is
 * tolerant, and this file is the one to correct when it does.
 */
import { envelopeKeys } from './envelope-keys.ts';
import type { ParsedEvent } from './event.ts';
import { EventParseError } from './event-parse-error.ts';
import { isObject } from './is-object.ts';
import type { KnownEvent } from './known-event.ts';
import { knownEvent } from './known-events.ts';
import { placeRecord } from './place-record.ts';
import { restoreNames } from './restore-names.ts';

type Json = Record<string, unknown>;

/** Of the keys that may hold the event's id, the one that in a flat body is the record's own. */
const RECORD_ID = 'id';
const idKeys: readonly string[] = envelopeKeys.id;
const flatIdKeys = idKeys.filter((key) => key !== RECORD_ID);
const nameKeys: readonly string[] = envelopeKeys.event;
const timeAndPlace: readonly string[] = [...envelopeKeys.created_at, ...envelopeKeys.workspace_id];

/** What is read of a flat body, beside its name. */
const flatKeys: ReadonlySet<string> = new Set([...flatIdKeys, ...timeAndPlace]);
/** What is read of a body with data, and what the normalised event fills itself. */
const wrappedKeys: ReadonlySet<string> = new Set([
  ...Object.keys(envelopeKeys),
  ...idKeys,
  ...timeAndPlace,
]);

/**
 * The normalised event in a body that has been parsed.
 *
 * - Each part has a list of keys (envelope-keys.ts), of which the first that holds it counts.
 * - The name is the first of `event`, `type`, `event_type` that holds a known name, else the first
 *   that is a non-empty string. The key that held it is used up.
 * - The data is `data`, else `payload`, where that is an object; else the body is flat, and the
 *   data is the body without the name, `created_at` and `workspace_id`.
 * - A record that is sent bare moves under its subject (place-record.ts), and keys that Kolvera
 *   sends otherwise get the catalogue's names (restore-names.ts).
 * - `id` is the event's only beside `data` or `payload`. In a flat body it is the record's own and
 *   stays in the data: taken for the event's, it would make every later update a duplicate. Text
 *   is taken as it is, a safe integer as its decimal digits; anything else is missing, hence null.
 * - Other keys are kept. Fields are not checked against their types: all of them are assumed.
 *
 * @throws {EventParseError} `missing_event_name`.
 */
export function readEnvelope(root: Json): ParsedEvent {
  const { nameKey, name, known } = findName(root);
  const data = findData(root);
  const used = data === undefined ? flatKeys : wrappedKeys;
  const others = otherKeys(root, used, nameKey, data?.key);
  const placed = placeRecord(known?.record, data?.value ?? pick(root, others));
  const names = known?.sentNames;
  const event = {
    id: readFirst(root, data === undefined ? flatIdKeys : idKeys, readId),
    event: name,
    created_at: readFirst(root, envelopeKeys.created_at, readText),
    workspace_id: readFirst(root, envelopeKeys.workspace_id, readId),
    data: names === undefined ? placed : restoreNames(placed, names),
  };
  // The types promise no more than the name: every field may be absent, and unknown keys are typed
  // unknown. That a field which is there has its type is assumed, as the payloads themselves are.
  if (data === undefined || others.length === 0) return event as ParsedEvent;
  return { ...event, ...pick(root, others) } as ParsedEvent;
}

function findData(root: Json): { readonly key: string; readonly value: Json } | undefined {
  for (const key of envelopeKeys.data) {
    const value = root[key];
    if (isObject(value)) return { key, value };
  }
  return undefined;
}

interface Name {
  readonly nameKey: string;
  readonly name: string;
  /** What is known of the event that has it. */
  readonly known: KnownEvent | undefined;
}

function findName(root: Json): Name {
  let first: Name | undefined;
  for (const nameKey of nameKeys) {
    const name = root[nameKey];
    if (typeof name !== 'string' || name === '') continue;
    const known = knownEvent(name);
    if (known !== undefined) return { nameKey, name, known };
    first ??= { nameKey, name, known };
  }
  if (first === undefined) throw new EventParseError('missing_event_name');
  return first;
}

/** Hardly any body has others, so the usual one costs no list of its keys. */
function otherKeys(
  root: Json,
  used: ReadonlySet<string>,
  nameKey: string,
  dataKey: string | undefined,
): readonly string[] {
  const others: string[] = [];
  for (const key in root) {
    if (used.has(key) || key === nameKey || key === dataKey) continue;
    if (Object.hasOwn(root, key)) others.push(key);
  }
  return others;
}

/** What the first of the keys that holds something readable holds. */
function readFirst(
  root: Json,
  keys: readonly string[],
  read: (value: unknown) => string | null,
): string | null {
  for (const key of keys) {
    const value = read(root[key]);
    if (value !== null) return value;
  }
  return null;
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** An integer beyond 2^53 has lost digits when it is read, and two of them could become one id. */
function readId(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

/** A copy with some of the keys. `fromEntries` defines them, so that `__proto__` stays one. */
function pick(object: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
