/** @module The fields that deliveries carry, each with the catalogue's field that it is. */
import { type EventDefinition, type Field, type Fields, isObject } from '@kolvera/event-schema';
import { isFieldKey, kindOf } from './infer-field.ts';
import type { Json, ReadEvent } from './read-delivery.ts';
import { fieldKey, guessRenames } from './renames.ts';
import { fileOf } from './source-file.ts';

/** One field of the deliveries, sent under one key. */
export interface ObservedField extends Omit<Observation, 'value'> {
  /** How often it was sent. */
  count: number;
  /** One value of each kind that was sent. */
  readonly values: unknown[];
  /** The events that carried it: events of one subject share their record's fields. */
  readonly events: Set<string>;
}

/** One field of one delivery. */
interface Observation {
  readonly event: EventDefinition;
  /** The keys that lead to it in the event's data: the catalogue's, or as sent where it has none. */
  readonly path: readonly string[];
  readonly sent: string;
  /** Also where only the name and the type suggest it. */
  readonly field: Field | undefined;
  readonly value: unknown;
}

type Collected = ObservedField & { readonly kinds: Set<string> };

/** Collects the fields of any number of deliveries; keys that may be data are left out. */
export function observeAll(reads: readonly ReadEvent[]): readonly ObservedField[] {
  const fields = new Map<string, Collected>();
  for (const read of reads) {
    for (const { value, ...observation } of observe(read)) {
      const { event, path, sent } = observation;
      const key = `${event.name} ${path.join('.')} ${sent}`;
      const field = fields.get(key) ?? collected(observation);
      fields.set(key, field);
      field.count += 1;
      note(field, value);
    }
  }
  return mergeShared([...fields.values()]);
}

function collected(observation: Omit<Observation, 'value'>): Collected {
  const events = new Set([observation.event.name]);
  return { ...observation, count: 0, values: [], events, kinds: new Set() };
}

function note({ kinds, values, field }: Collected, value: unknown): void {
  const kind = kindOf(value, field);
  if (kinds.has(kind)) return;
  kinds.add(kind);
  values.push(value);
}

/** Events of one subject share their record's fields, which stand in one source file. */
function mergeShared(fields: readonly Collected[]): readonly ObservedField[] {
  const merged = new Map<string, Collected>();
  for (const field of fields) {
    const key = `${fileOf(field.event, field.path)} ${field.path.join('.')} ${field.sent}`;
    const first = merged.get(key);
    if (first === undefined) merged.set(key, field);
    else {
      first.count += field.count;
      first.events.add(field.event.name);
      for (const value of field.values) note(first, value);
    }
  }
  return [...merged.values()];
}

function observe({ definition, event }: ReadEvent): readonly Observation[] {
  return definition === undefined ? [] : observeObject(definition, definition.data, event.data, []);
}

function observeObject(
  event: EventDefinition,
  fields: Fields,
  object: Json,
  parents: readonly string[],
): readonly Observation[] {
  const renames = guessRenames(fields, object);
  return Object.entries(object).flatMap(([sent, value]) => {
    const key = fieldKey(fields, sent) ?? renames.get(sent);
    if (key === undefined && !isFieldKey(sent)) return [];
    const path = [...parents, key ?? sent];
    const field = key === undefined ? undefined : fields[key];
    return [{ event, path, sent, field, value }, ...observeInside(event, field, value, path)];
  });
}

function observeInside(
  event: EventDefinition,
  field: Field | undefined,
  value: unknown,
  path: readonly string[],
): readonly Observation[] {
  if (field?.type === 'object' && isObject(value)) {
    return observeObject(event, field.fields, value, path);
  }
  if (field?.type !== 'array' || !Array.isArray(value)) return [];
  return value.flatMap((item) => observeInside(event, field.items, item, path));
}
