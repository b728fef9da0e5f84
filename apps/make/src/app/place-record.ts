/**
 * @module The event's data, with a record that was sent bare under its subject: what event-schema's
 * place-record.ts does, as expressions.
 */
import { type Catalogue, knownEvent } from '@kolvera/event-schema';
import type { TemplateJson } from '../definition/communication.ts';
import { ABSENT, data, dataAt, dataHas, eventName } from './envelope.ts';
import { isCollection, isOneOf } from './expressions.ts';

/** Events whose record has the same key and the same fields. */
interface Placing {
  readonly key: string;
  readonly events: readonly string[];
  /** The fields that move, as arguments of `pick` and `omit`. */
  readonly fields: string;
}

export function placedData(catalogue: Catalogue): TemplateJson {
  const placings = placingsOf(catalogue);
  const keys = [...new Set(placings.map(({ key }) => key))];
  const records = keys.map((key) => {
    const ofKey = placings.filter((placing) => placing.key === key);
    return [key, `{{${firstMoved(ofKey, 'pick', ABSENT)}}}`];
  });
  return {
    '{{...}}': `{{${firstMoved(placings, 'omit', data)}}}`,
    ...Object.fromEntries(records),
  };
}

/** Of the placing that applies, what moves or what is left; otherwise something else. */
function firstMoved(
  placings: readonly Placing[],
  take: 'pick' | 'omit',
  otherwise: string,
): string {
  return placings.reduceRight(
    (rest, placing) => `if(${isMoved(placing)}, ${take}(${data}, ${placing.fields}), ${rest})`,
    otherwise,
  );
}

function isMoved({ key, events, fields }: Placing): string {
  const hasFields = `createJSON(pick(${data}, ${fields})) != '{}'`;
  return `if(${isOneOf(eventName, events)}, if(${dataHas(key)}, false, ${hasFields}), false)`;
}

function placingsOf(catalogue: Catalogue): readonly Placing[] {
  const alike = new Map<string, Placing>();
  const objects = objectsOf(catalogue);
  for (const { name } of catalogue) {
    const record = knownEvent(name)?.record;
    if (!record) continue;
    // The key that the interface shows: Kolvera's.
    const key = record.sentAs ?? record.key;
    const fields = argumentsOf(record.fields, objects);
    const id = `${key} ${fields}`;
    const events = [...(alike.get(id)?.events ?? []), name];
    alike.set(id, { key, events, fields });
  }
  return [...alike.values()];
}

/**
 * A field that may also be an object beside the record (a contact's company) moves unless it is one;
 * in its place, another field is named again.
 */
function argumentsOf(fields: readonly string[], objects: ReadonlySet<string>): string {
  const [first = ''] = fields;
  return fields
    .map((field) =>
      objects.has(field)
        ? `if(${isCollection(dataAt(field))}, '${first}', '${field}')`
        : `'${field}'`,
    )
    .join(', ');
}

/** The keys under which an event's data holds an object. */
function objectsOf(catalogue: Catalogue): ReadonlySet<string> {
  const fields = catalogue.flatMap((event) => Object.entries(event.data));
  return new Set(fields.filter(([, { type }]) => type === 'object').map(([key]) => key));
}
