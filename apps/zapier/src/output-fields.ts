/** @module The labelled fields that later steps of a Zap can use. */
import {
  type Catalogue,
  type EventDefinition,
  type EventField,
  eventFields,
  isObject,
} from '@kolvera/event-schema';
import type { Bundle, PlainOutputField, ZObject } from 'zapier-platform-core';
import { definitionsOf } from './wanted-events.ts';

/** Zapier's own separator for a field inside an object. */
const NESTING = '__';

/** All fields of one event, the important ones first. */
export function outputFields(definition: EventDefinition): PlainOutputField[] {
  return zapierFields(eventFields(definition));
}

/** The fields of a step whose user chooses events: those that every event has, then their data. */
export function chosenFields(catalogue: Catalogue, choice: (bundle: Bundle) => readonly string[]) {
  return [
    ...zapierFields(allFields(catalogue).filter(({ path }) => path[0] !== 'data')),
    async (_z: ZObject, bundle: Bundle) => dataFields(definitionsOf(catalogue, choice(bundle))),
  ];
}

/**
 * The data fields of events; a shared field appears once. A single event's fields carry its sample's
 * values, which Zapier prefers to the step's own sample.
 */
export function dataFields(catalogue: Catalogue): PlainOutputField[] {
  const fields = zapierFields(allFields(catalogue).filter(({ path }) => path[0] === 'data'));
  const [only, another] = catalogue;
  if (only === undefined || another !== undefined) return fields;
  return fields.map((field) => ({ ...field, ...sampleOf(only, field.key) }));
}

function allFields(catalogue: Catalogue): EventField[] {
  return catalogue.flatMap((definition) => eventFields(definition));
}

/** One field per key, the important ones first. A list of objects is one field with children. */
function zapierFields(fields: readonly EventField[]): PlainOutputField[] {
  const byKey = new Map<string, PlainOutputField>();
  for (const field of importantFirst(fields)) {
    const outer = field.list ?? field.path;
    const inner = field.path.slice(outer.length);
    const key = outer.join(NESTING);
    if (inner.length === 0) {
      const list = field.list === undefined ? {} : { list: true };
      if (!byKey.has(key)) byKey.set(key, { key, ...labelAndType(field), ...list });
    } else {
      const child = { key: inner.join(NESTING), ...labelAndType(field) };
      const children = byKey.get(key)?.children ?? [];
      const others = children.filter((other) => other.key !== child.key);
      byKey.set(key, { key, children: [...others, child] });
    }
  }
  return [...byKey.values()];
}

function importantFirst(fields: readonly EventField[]): EventField[] {
  return [...fields.filter((f) => f.important), ...fields.filter((f) => !f.important)];
}

/** A date without a time stays text: Zapier would read it as midnight in some time zone. */
function labelAndType({ label, type, format }: EventField) {
  if (type !== 'string') return { label, type };
  return { label, type: format === 'date-time' ? ('datetime' as const) : type };
}

function sampleOf({ sample }: EventDefinition, key: string): Pick<PlainOutputField, 'sample'> {
  const value = key
    .split(NESTING)
    .reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), sample);
  return value === undefined ? {} : { sample: value as NonNullable<PlainOutputField['sample']> };
}
