/** @module The fields that deliveries carry, each with the catalogue's field that it is. */
import {
  type EventDefinition,
  type Field,
  type Fields,
  isObject,
  knownEvent,
} from '@kolvera/event-schema';
import type { Envelope, Json } from './envelope.ts';
import { isFieldKey } from './infer-field.ts';
import { fieldKey, guessRenames } from './renames.ts';

/** One field of one delivery. */
export interface Observation {
  readonly event: EventDefinition;
  /** The keys that lead to it in the event's data: the catalogue's, or as sent where it has none. */
  readonly path: readonly string[];
  readonly sent: string;
  /** Also where only the name and the type suggest it. */
  readonly field: Field | undefined;
  readonly value: unknown;
}

/** Keys that may be data rather than names are left out. */
export function observe({ definition, data }: Envelope): readonly Observation[] {
  if (definition === undefined) return [];
  const { record, others } = splitRecord(definition, data);
  return [
    ...observeObject(definition, definition.data, others, []),
    ...(record === null ? [] : observeInside(definition, record.field, record.value, [record.key])),
  ];
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

/** Splits data whose record lies beside the event's other fields, not under its own key. */
function splitRecord({ name, data: fields }: EventDefinition, data: Json) {
  const whole = { record: null, others: data };
  const known = knownEvent(name)?.record;
  const field = known ? fields[known.key] : undefined;
  if (!known || field === undefined) return whole;
  const keys = Object.keys(data);
  const isOfRecord = (key: string) => known.fields.includes(key) && !isObject(data[key]);
  if (keys.some((key) => fieldKey(fields, key) === known.key) || !keys.some(isOfRecord))
    return whole;
  const isOther = (key: string) => fieldKey(fields, key) !== undefined && !isOfRecord(key);
  const pick = (picked: readonly string[]) =>
    Object.fromEntries(picked.map((key) => [key, data[key]]));
  const value = pick(keys.filter((key) => !isOther(key)));
  return { record: { key: known.key, field, value }, others: pick(keys.filter(isOther)) };
}
