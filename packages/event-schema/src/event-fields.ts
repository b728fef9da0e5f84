/** @module An event's fields as a flat, labelled list: what a platform shows for mapping. */
import { envelopeFields } from './envelope-fields.ts';
import type { EventName } from './event.ts';
import type { EventDefinition } from './event-definition.ts';
import type { Field, FieldSource, Fields, TextFormat } from './field.ts';
import { findEvent } from './find-event.ts';

/** One value that a user can map. */
export interface EventField {
  /** The keys that lead to it in the normalised event: `['data', 'contact', 'email']`. */
  readonly path: readonly string[];
  /** The type of the value; of each value where there is a list. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  readonly format?: TextFormat;
  /** Title Case, unique in the event: `Contact Email`. */
  readonly label: string;
  readonly description: string;
  readonly source: FieldSource;
  readonly nullable: boolean;
  /** Known values; Kolvera may send others. */
  readonly options?: readonly string[];
  /** The last key of the path as Kolvera sends it, where that is another. */
  readonly sentAs?: string;
  /** Worth showing before the others. */
  readonly important: boolean;
  /**
   * The path of the list that the value is in, where it is in one: the whole path for a list of
   * plain values, a part of it for a list of objects. Of lists in lists, the outermost.
   */
  readonly list?: readonly string[];
}

/** Where in the event a field is, and what it takes over from the objects around it. */
interface Place {
  readonly path: readonly string[];
  readonly label: string;
  readonly nullable: boolean;
  readonly list?: readonly string[];
}

/**
 * The fields of an event: those of the envelope first, then those of its data, objects flattened.
 *
 * @throws {RangeError} With `code` unknown_event_name, for a name that is not in the catalogue.
 */
export function eventFields(event: EventName | EventDefinition): EventField[] {
  const top = { path: [], label: '', nullable: false };
  const data = { ...top, path: ['data'] };
  return [...flatten(envelopeFields, top), ...flatten(findEvent(event).data, data)];
}

function flatten(fields: Fields, around: Place): EventField[] {
  return Object.entries(fields).flatMap(([key, field]) => {
    const path = [...around.path, key];
    const label = joinLabels(around.label, field.label);
    return flattenField(field, { ...around, path, label, nullable: around.nullable });
  });
}

function flattenField(field: Field, place: Place): EventField[] {
  const nullable = place.nullable || field.nullable;
  switch (field.type) {
    case 'object':
      return flatten(field.fields, { ...place, nullable });
    case 'array': {
      const inList = { list: place.path, ...place, nullable };
      if (field.items.type === 'object' || field.items.type === 'array') {
        return flattenField(field.items, inList);
      }
      return flattenField({ ...field.items, ...described(field) }, inList);
    }
    default:
      return [{ important: false, ...field, ...place, nullable }];
  }
}

/** A list of plain values is one thing to a user, called what the list is called. */
function described({ description, source, important = false }: Field) {
  return { description, source, important };
}

/** `Contact` and `Email` give `Contact Email`; what a label already starts with is not repeated. */
function joinLabels(outer: string, label: string): string {
  return outer === '' || label === outer || label.startsWith(`${outer} `)
    ? label
    : `${outer} ${label}`;
}
