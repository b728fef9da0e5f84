/** @module Which fields deliveries carry, gathered by the objects of the catalogue that declare them. */
import {
  type EventDefinition,
  type Field,
  type Fields,
  isObject,
  knownEvent,
  type Shape,
} from '@kolvera/event-schema';
import type { ReadBody } from './envelope.ts';
import { guessRenames } from './renames.ts';
import { common, isFieldKey, shapeOf } from './shape.ts';

export interface Place {
  readonly event: string;
  readonly path: readonly string[];
}

export interface ObservedKey extends Place {
  /** In how many objects it was. */
  count: number;
  shape: Shape | null;
  /** The types that were sent, null aside: `integer`. */
  readonly types: Set<string>;
  /** The texts that were sent, where the catalogue lists known ones. */
  readonly values: Set<string>;
}

/** All objects that the catalogue describes by the same fields: every whole contact, say. */
export interface ObservedObject {
  readonly fields: Fields;
  readonly place: Place;
  /** How many there were. */
  count: number;
  /** By the key that was sent. */
  readonly keys: Map<string, ObservedKey>;
  /** Keys that could be data rather than names; they are counted only. */
  oddKeys: number;
}

export interface Observed {
  readonly objects: ReadonlyMap<Fields, ObservedObject>;
  /** For each object the keys that are fields under another name. */
  readonly renames: Renames;
}

type Renames = ReadonlyMap<Fields, ReadonlyMap<string, string>>;

/** Reads over and over until no rename shows more: what a renamed object holds is seen afterwards. */
export function observe(bodies: readonly ReadBody[]): Observed {
  let renames: Renames = new Map();
  for (;;) {
    const objects = gather(bodies, renames);
    const found = new Map([...objects].map(([fields, object]) => [fields, guess(object)] as const));
    const size = (of: Renames) => [...of.values()].reduce((sum, { size }) => sum + size, 0);
    if (size(found) <= size(renames)) return { objects, renames };
    renames = found;
  }
}

function guess({ fields, keys }: ObservedObject): ReadonlyMap<string, string> {
  const unknown = [...keys].filter(([key]) => fieldKey(fields, key) === undefined);
  const sent = [...keys.keys()].map((key) => fieldKey(fields, key));
  const missing = Object.entries(fields).filter(([key]) => !sent.includes(key));
  return guessRenames(
    new Map(unknown.map(([key, { shape }]) => [key, shape])),
    Object.fromEntries(missing),
  );
}

/** The catalogue's key of a field, by the key that was sent. */
export function fieldKey(fields: Fields, sent: string): string | undefined {
  const as = Object.keys(fields).find((key) => fields[key]?.sentAs === sent);
  return as ?? (Object.hasOwn(fields, sent) ? sent : undefined);
}

function gather(bodies: readonly ReadBody[], renames: Renames) {
  const objects = new Map<Fields, ObservedObject>();

  function look(fields: Fields, value: Readonly<Record<string, unknown>>, place: Place): void {
    const object = objects.get(fields) ?? { fields, place, count: 0, keys: new Map(), oddKeys: 0 };
    objects.set(fields, object);
    object.count += 1;
    for (const [sent, one] of Object.entries(value)) {
      const key = fieldKey(fields, sent) ?? renames.get(fields)?.get(sent);
      if (key === undefined && !isFieldKey(sent)) {
        object.oddKeys += 1;
        continue;
      }
      const path = [...place.path, key ?? sent];
      const at = { event: place.event, path };
      const seen = object.keys.get(sent) ?? {
        ...at,
        count: 0,
        shape: null,
        types: new Set<string>(),
        values: new Set<string>(),
      };
      object.keys.set(sent, seen);
      seen.count += 1;
      const shape = shapeOf(one);
      seen.shape = common(seen.shape, shape);
      if (shape !== null) seen.types.add(shape.type);
      const field = key === undefined ? undefined : fields[key];
      if (field?.type === 'string' && field.options !== undefined && typeof one === 'string') {
        seen.values.add(one);
      }
      if (field !== undefined) lookInside(field, one, at);
    }
  }

  function lookInside(field: Field, value: unknown, at: Place): void {
    if (field.type === 'object' && isObject(value)) look(field.fields, value, at);
    if (field.type === 'array' && Array.isArray(value)) {
      for (const item of value) lookInside(field.items, item, at);
    }
  }

  for (const { definition, data } of bodies) {
    if (definition === undefined) continue;
    const { record, beside } = apart(definition, data);
    const event = definition.name;
    look(definition.data, beside, { event, path: [] });
    if (record !== null) look(record.fields, record.value, { event, path: [record.key] });
  }
  return objects;
}

/** A record that is sent bare, and what is beside it. */
function apart(definition: EventDefinition, data: Readonly<Record<string, unknown>>) {
  const known = knownEvent(definition.name)?.record;
  const field = known ? definition.data[known.key] : undefined;
  const whole = { record: null, beside: data };
  if (!known || field?.type !== 'object') return whole;
  if (Object.keys(data).some((key) => fieldKey(definition.data, key) === known.key)) return whole;
  const isOfRecord = ([key, value]: [string, unknown]) =>
    known.fields.includes(key) && !isObject(value);
  const entries = Object.entries(data);
  if (!entries.some(isOfRecord)) return whole;
  const isBeside = ([key]: [string, unknown]) => fieldKey(definition.data, key) !== undefined;
  return {
    record: {
      key: known.key,
      fields: field.fields,
      value: Object.fromEntries(entries.filter((entry) => !isBeside(entry) || isOfRecord(entry))),
    },
    beside: Object.fromEntries(entries.filter((entry) => isBeside(entry) && !isOfRecord(entry))),
  };
}
