/** @module A captured delivery, read as a connector reads it, with the places of what was found. */
import { headerReader } from '@kolvera/delivery';
import {
  type EventDefinition,
  eventPlaces,
  events,
  isObject,
  isUnnamed,
  knownEvent,
  type ParsedEvent,
  parseEvents,
  readEvent,
} from '@kolvera/event-schema';
import type { Capture } from './find-deliveries.ts';

export type Json = Readonly<Record<string, unknown>>;
export type EnvelopePart = 'event' | 'id' | 'created_at' | 'workspace_id' | 'data';

/** Where one event holds its parts: `meta.event`, or `header x-kolvera-event`. A flat body has no data. */
export type Places = { readonly [Part in EnvelopePart]?: string };

/** A line that the list of places lacks. */
export interface NewPlace {
  readonly part: EnvelopePart;
  readonly list: 'body' | 'headers';
  readonly place: string;
}

export interface ReadEvent {
  readonly event: ParsedEvent;
  readonly definition: EventDefinition | undefined;
  readonly root: Json;
  readonly places: Places;
  readonly newPlaces: readonly NewPlace[];
}

/** Every published name has a dot; other text that stands where a name may be is something else. */
const EVENT_NAME = /^[a-z_]+(\.[a-z_]+)+$/;

export function namesEvent({ event }: ReadEvent): boolean {
  return EVENT_NAME.test(event.event);
}

/** @returns its events; null where the body is not JSON, or nests too deep. */
export function readDelivery({ headers, body }: Capture): readonly ReadEvent[] | null {
  let root: unknown;
  try {
    parseEvents(body);
    root = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
  const items = isObject(root) && Array.isArray(root.events) ? root.events : [root].flat();
  return items.map((item) => readOne(isObject(item) ? item : { value: item }, headers));
}

function readOne(sent: Json, headers: Capture['headers']): ReadEvent {
  const newPlaces: NewPlace[] = [];
  let root = sent;
  const isKnown = knownEvent(read(root, headers).event) !== undefined;
  const name = isKnown ? undefined : knownNameAt(root, headers);
  if (name !== undefined) {
    newPlaces.push({ part: 'event', list: name.list, place: name.place });
    root = { ...without(root, name.list === 'body' ? name.place : ''), event: name.name };
  }
  const dataKey = dataKeyOf(read(root, headers).event, root);
  if (dataKey !== undefined) {
    newPlaces.push({ part: 'data', list: 'body', place: dataKey });
    root = { ...without(root, dataKey), data: root[dataKey] };
  }
  const event = read(root, headers);
  const definition = events.find(({ name }) => name === event.event);
  return { event, definition, root: sent, places: placesOf(event, root, headers), newPlaces };
}

function read(root: Json, headers: Capture['headers']): ParsedEvent {
  const header = headerReader(headers);
  return readEvent(root, { header: (name) => [header(name)].flat()[0] });
}

/** A name of the catalogue anywhere in the headers, at the top of the body or one level below. */
function knownNameAt(root: Json, headers: Capture['headers']) {
  const isName = (value: unknown) => typeof value === 'string' && knownEvent(value) !== undefined;
  const inHeaders = Object.entries(headers).find(([, value]) => isName(value));
  for (const [key, value] of Object.entries(root)) {
    if (isName(value)) return { list: 'body', place: key, name: String(value) } as const;
    const inner = isObject(value) && Object.entries(value).find(([, one]) => isName(one));
    if (inner)
      return { list: 'body', place: `${key}.${inner[0]}`, name: String(inner[1]) } as const;
  }
  return (
    inHeaders &&
    ({ list: 'headers', place: inHeaders[0].toLowerCase(), name: inHeaders[1] } as const)
  );
}

/** The key of the object that holds the event's fields, in a body that seems to be flat. */
function dataKeyOf(name: string, root: Json): string | undefined {
  const known = knownEvent(name);
  const isFlat = eventPlaces.data.body.every((path) => !isObject(at(root, path)));
  if (known === undefined || !isFlat) return undefined;
  const fields = [...known.keys, ...(known.record?.fields ?? [])];
  return Object.keys(root).find((key) => {
    const value = root[key];
    if (!isObject(value) || fields.includes(key)) return false;
    const keys = Object.keys(value);
    // An object inside it may be a record under another name.
    return (
      keys.some((inner) => fields.includes(inner)) || keys.some((inner) => isObject(value[inner]))
    );
  });
}

function placesOf(event: ParsedEvent, root: Json, headers: Capture['headers']): Places {
  const data = eventPlaces.data.body.find((path) => isObject(at(root, path)));
  const place = (part: 'event' | 'id' | 'created_at' | 'workspace_id') => {
    const value = event[part];
    if (value === null || isUnnamed(event)) return {};
    const paths: readonly string[] =
      part === 'event'
        ? [...eventPlaces.event.body, ...eventPlaces.event.bodyIfKnown]
        : eventPlaces[part].body;
    const holds = (sent: unknown) =>
      String(sent) === value || (part === 'created_at' && typeof sent === 'number');
    const path = paths.find((one) => holds(at(root, one)));
    if (path !== undefined) return { [part]: path };
    const read = headerReader(headers);
    const header = eventPlaces[part].headers.find((name) => read(name) !== undefined);
    return { [part]: header && `header ${header}` };
  };
  return {
    ...place('id'),
    ...place('event'),
    ...place('created_at'),
    ...place('workspace_id'),
    ...(data !== undefined && { data }),
  };
}

function at(root: Json, path: string): unknown {
  const [key = '', inner] = path.split('.');
  const value = Object.hasOwn(root, key) ? root[key] : undefined;
  if (inner === undefined) return value;
  return isObject(value) && Object.hasOwn(value, inner) ? value[inner] : undefined;
}

function without(root: Json, path: string): Json {
  return Object.fromEntries(Object.entries(root).filter(([key]) => key !== path.split('.')[0]));
}
