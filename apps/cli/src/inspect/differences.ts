/** @module Where captured deliveries differ from the catalogue, and what to write into its source. */
import { events as catalogue, type Field } from '@kolvera/event-schema';
import { catalogueKey, inferField } from './infer-field.ts';
import type { Inspection } from './inspection.ts';
import type { ObservedField } from './observe.ts';
import { printField } from './print-field.ts';
import { isOfType } from './renames.ts';
import { fileOf, SOURCE } from './source-file.ts';

/** Holds keys, types and counts, and of captured values only those of enumerations. */
export interface Difference {
  /** `data.contact.email`, `envelope.id`. */
  readonly field: string;
  readonly differs: string;
  /** How often it was seen. */
  readonly count: number;
  /** The source file, from the root of the repository. */
  readonly file: string;
  /** The line to write there, in place of the field's own or after the last field. */
  readonly line: string;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** The keys of fields that were sent as the catalogue has them and are not marked so yet, by file. */
  readonly observed: Readonly<Record<string, readonly string[]>>;
}

/** Values that may be printed: words, as Kolvera writes its enumerations. */
const ENUMERATED = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

export function compare({ fields, newPlaces, events }: Inspection): Comparison {
  const differences = [...newPlaces.map(placeDifference), ...unknownEvents(events)];
  const observed: Record<string, string[]> = {};
  for (const one of fields) {
    const found = compareField(one);
    differences.push(...found);
    if (found.length > 0 || one.field === undefined || one.field.source === 'observed') continue;
    const file = fileOf(one.event, one.path);
    observed[file] = [...new Set([...(observed[file] ?? []), one.path.at(-1) ?? ''])];
  }
  return { differences, observed };
}

function placeDifference({
  part,
  list,
  place,
  count,
}: Inspection['newPlaces'][number]): Difference {
  return {
    field: `envelope.${part}`,
    differs: `sent as ${list === 'headers' ? 'header ' : ''}${place}`,
    count,
    file: `${SOURCE}/event-places.ts`,
    line: `'${place}', // in ${part}.${list}`,
  };
}

function unknownEvents(events: Inspection['events']): Difference[] {
  return Object.entries(events).flatMap(([name, count]) => {
    if (catalogue.some((event) => event.name === name)) return [];
    const file = `${SOURCE}/events/${name.replaceAll(/[._]/g, '-')}.ts`;
    return { field: name, differs: 'a new event', count, file, line: `name: '${name}',` };
  });
}

function compareField({ event, path, sent, field, count, values }: ObservedField): Difference[] {
  const inferred = inferField(sent, values);
  const key = field === undefined ? catalogueKey(sent) : (path.at(-1) ?? '');
  const difference = (differs: string, printed: Field): Difference => ({
    field: ['data', ...path.slice(0, -1), key].join('.'),
    differs,
    count,
    file: fileOf(event, path),
    line: printField(key, printed, field && '…'),
  });

  if (inferred === null) return [];
  if (field === undefined) return [difference(`new: ${inferred.type}`, inferred)];
  const found: Difference[] = [];
  const isRenamed = sent !== key && sent !== field.sentAs;
  const declared = isRenamed ? { ...field, sentAs: sent } : field;
  if (isRenamed) found.push(difference(`sent as ${sent}, by its name and type`, declared));
  const types = new Set(values.map((value) => inferField(sent, [value])?.type ?? field.type));
  const { label, description } = field;
  for (const type of types) {
    if (isOfType(field, type)) continue;
    const printed = { ...inferred, label, description };
    found.push(difference(`BREAKING: ${type}, not ${field.type}`, printed));
  }
  if (declared.type === 'string' && declared.options !== undefined) {
    const known: readonly unknown[] = declared.options;
    const added = [...new Set(values.map(String))].filter(
      (value) => ENUMERATED.test(value) && !known.includes(value),
    );
    const options = [...declared.options, ...added];
    if (added.length > 0) {
      found.push(difference(`new value: ${added.join(', ')}`, { ...declared, options }));
    }
  }
  return found;
}
