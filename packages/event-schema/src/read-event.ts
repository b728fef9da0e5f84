/** @module One event in a body that has been parsed, by the list of places in event-places.ts. */
import type { ParsedEvent } from './event.ts';
import { eventPlaces, RECORD_KEYS } from './event-places.ts';
import { isObject } from './is-object.ts';
import { holdsFieldOf, knownEvent } from './known-events.ts';
import { placeRecord } from './place-record.ts';
import { readId, readName, readTime, readTimeHeader } from './read-value.ts';
import { restoreNames } from './restore-names.ts';

type Json = Record<string, unknown>;

/** The name of an event whose delivery tells none. */
const UNNAMED = 'unknown';

/** Whether an event is one whose name could not be read: its `event` is `unknown`. */
export function isUnnamed({ event }: { readonly event: string }): boolean {
  return event === UNNAMED;
}

export interface ReadOptions {
  /** Looks up a header by its name in lower case. Without it the body alone is read. */
  readonly header?: ((name: string) => string | undefined) | undefined;
  /**
   * The only event type that the webhook is subscribed to at Kolvera. Kolvera sends no other, so an
   * event without a readable name is of that type, provided that it has a field of its record.
   */
  readonly subscribedTo?: string | undefined;
}

/** A key of the body, or of an object one level below. */
interface Place {
  readonly key: string;
  readonly inner?: string;
}

interface Found<Value> {
  readonly value: Value;
  /** Where in the body; undefined for a header, and for a name that was inferred. */
  readonly place: Place | undefined;
}

/** The places of one part, and how a value there is read: null for one that cannot be it. */
interface Part {
  readonly places: readonly Place[];
  readonly headers: readonly string[];
  readonly read: (value: unknown) => string | null;
  readonly readHeader: (value: string) => string | null;
}

const placesAt = (paths: readonly string[]): readonly Place[] =>
  paths.map((path) => {
    const [key = path, inner] = path.split('.');
    return inner === undefined ? { key } : { key, inner };
  });

const part = (
  name: 'id' | 'created_at' | 'workspace_id',
  read: Part['read'],
  readHeader: Part['readHeader'] = read,
): Part => ({
  places: placesAt(eventPlaces[name].body),
  headers: eventPlaces[name].headers,
  read,
  readHeader,
});

/** The same in a flat body, whose `id` and `created_at` are the record's. */
const ofEventOnly = (whole: Part): Part => ({
  ...whole,
  places: whole.places.filter(({ key, inner }) => inner !== undefined || !RECORD_KEYS.has(key)),
});

const namePlaces = /* @__PURE__ */ placesAt(eventPlaces.event.body);
const namePlacesIfKnown = /* @__PURE__ */ placesAt(eventPlaces.event.bodyIfKnown);
const dataPlaces = /* @__PURE__ */ placesAt(eventPlaces.data.body);
const ID = /* @__PURE__ */ part('id', readId);
const TIME = /* @__PURE__ */ part('created_at', readTime, readTimeHeader);
const WORKSPACE = /* @__PURE__ */ part('workspace_id', readId);
const FLAT_ID = /* @__PURE__ */ ofEventOnly(ID);
const FLAT_TIME = /* @__PURE__ */ ofEventOnly(TIME);

const OWN_KEYS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'event',
  'created_at',
  'workspace_id',
  'data',
  'envelope',
]);

/**
 * The normalised event in an object.
 *
 * - The name is the first that is in the catalogue, in the body, then in the headers; else the first
 *   text. With none, the event is `UNNAMED` and its data is the whole body.
 * - The data is the first object at its places. A `data` or `payload` that is no object gives
 *   `{ value }`. With neither, the body is flat: it is the data, and `id` and `created_at` are the
 *   record's. (Taken for the event's, its id would make every later update a repeat.)
 * - A bare record moves under its subject (place-record.ts), and keys that Kolvera sends under
 *   another name get the catalogue's (restore-names.ts).
 * - Other keys of the envelope are kept beside these; those whose key the normalised event uses
 *   itself, under `envelope`. Fields are not checked against their types: all are assumed.
 */
export function readEvent(root: Json, options: ReadOptions = {}): ParsedEvent {
  if (isUsual(root)) {
    return { ...root, data: underCatalogueNames(root.data, root.event) } as ParsedEvent;
  }
  const { header } = options;
  const data = findData(root);
  const name = findName(root, data?.value ?? root, options);
  const id = find(root, data === undefined ? FLAT_ID : ID, header);
  const time = find(root, data === undefined ? FLAT_TIME : TIME, header);
  const workspace = find(root, WORKSPACE, header);
  const event: Json = {
    id: id?.value ?? null,
    event: name?.value ?? UNNAMED,
    created_at: time?.value ?? null,
    workspace_id: workspace?.value ?? null,
    data: data?.value ?? root,
  };
  // The types promise no more than the name: every field may be absent, and unknown keys are typed
  // unknown. That a field which is there has its type is assumed, as the payloads themselves are.
  if (name === undefined) return { ...event, data: root } as ParsedEvent;
  const used = [name.place, data?.place, id?.place, time?.place, workspace?.place];
  const rest = sortRest(root, used, data === undefined);
  if (data === undefined) event.data = Object.fromEntries(rest.data);
  event.data = underCatalogueNames(event.data as Json, name.value);
  if (rest.envelope.length > 0) event.envelope = Object.fromEntries(rest.envelope);
  // Spread, because an assignment of `__proto__` would set the prototype.
  return (
    rest.beside.length > 0 ? { ...event, ...Object.fromEntries(rest.beside) } : event
  ) as ParsedEvent;
}

/** The form of nearly every delivery: searching the places finds the same, and takes longer. */
function isUsual(root: Json): root is { id: string; event: string; data: Json } {
  const { event, data } = root;
  return (
    typeof event === 'string' &&
    knownEvent(event) !== undefined &&
    [root.id, root.created_at, root.workspace_id].every(readName) &&
    isObject(data) &&
    !Object.hasOwn(data, 'object') &&
    Object.keys(root).length === 5
  );
}

function findData(root: Json): Found<Json> | undefined {
  for (const place of dataPlaces) {
    const value = at(root, place);
    if (!isObject(value)) continue;
    if (place.inner !== 'object') return { value, place };
    // What stands beside `data.object` belongs to the data as well, and is not to be lost.
    const { object: _, ...beside } = root[place.key] as Json;
    if (Object.keys(beside).some((key) => Object.hasOwn(value, key))) continue;
    return { value: { ...value, ...beside }, place: { key: place.key } };
  }
  const place = dataPlaces.find(
    ({ key, inner }) => inner === undefined && Object.hasOwn(root, key),
  );
  return place && { value: { value: root[place.key] }, place };
}

function findName(
  root: Json,
  data: Json,
  { header, subscribedTo }: ReadOptions,
): Found<string> | undefined {
  let text: Found<string> | undefined;
  for (const place of namePlaces) {
    const value = readName(at(root, place));
    if (value === null) continue;
    if (knownEvent(value) !== undefined) return { value, place };
    text ??= { value, place };
  }
  for (const place of namePlacesIfKnown) {
    const value = readName(at(root, place));
    if (value !== null && knownEvent(value) !== undefined) return { value, place };
  }
  for (const name of eventPlaces.event.headers) {
    const value = readName(header?.(name));
    if (value === null) continue;
    if (knownEvent(value) !== undefined) return { value, place: undefined };
    text ??= { value, place: undefined };
  }
  // Every published name has a dot. The `type` of a bare enrichment job is no name.
  const isNamed = text?.value.includes('.');
  if (!isNamed && subscribedTo !== undefined && holdsFieldOf(subscribedTo, data)) {
    return { value: subscribedTo, place: undefined };
  }
  return text;
}

function find(
  root: Json,
  { places, headers, read, readHeader }: Part,
  header: ReadOptions['header'],
): Found<string> | undefined {
  for (const place of places) {
    const value = read(at(root, place));
    if (value !== null) return { value, place };
  }
  if (header === undefined) return undefined;
  for (const name of headers) {
    const text = header(name);
    const value = text === undefined ? null : readHeader(text);
    if (value !== null) return { value, place: undefined };
  }
  return undefined;
}

function at(root: Json, { key, inner }: Place): unknown {
  if (!Object.hasOwn(root, key)) return undefined;
  const value = root[key];
  if (inner === undefined) return value;
  return isObject(value) && Object.hasOwn(value, inner) ? value[inner] : undefined;
}

type Entries = (readonly [string, unknown])[];

interface Rest {
  /** The data of a flat body. */
  readonly data: Entries;
  /** Other keys of the envelope. */
  readonly beside: Entries;
  /** Those of them whose key the normalised event uses itself. */
  readonly envelope: Entries;
}

/** What was read into no part of the event, by where the event keeps it: no value is lost. */
function sortRest(root: Json, used: readonly (Place | undefined)[], isFlat: boolean): Rest {
  const rest: Rest = { data: [], beside: [], envelope: [] };
  for (const key of Object.keys(root)) {
    if (used.some((place) => place?.key === key && place.inner === undefined)) continue;
    const value = root[key];
    const isOwn = OWN_KEYS.has(key);
    if (used.some((place) => place?.key === key)) {
      const left = Object.entries(value as Json).filter(
        ([name]) => !used.some((place) => place?.key === key && place.inner === name),
      );
      const to = isFlat || isOwn ? rest.envelope : rest.beside;
      if (left.length > 0) to.push([key, Object.fromEntries(left)]);
    } else if (isFlat) rest.data.push([key, value]);
    else if (!isOwn) rest.beside.push([key, value]);
    else if (value !== null && value !== '') rest.envelope.push([key, value]);
  }
  return rest;
}

/** The data as the catalogue has it, however Kolvera wrote it. */
function underCatalogueNames(data: Json, name: string): Json {
  const known = knownEvent(name);
  const placed = placeRecord(known?.record, data);
  return known?.sentNames === undefined ? placed : restoreNames(placed, known.sentNames);
}
