/** @module The output of a watch module, labelled: the envelope, and the data of its events merged. */
import {
  type Catalogue,
  eventFields,
  type Field,
  type Fields,
  type TextFormat,
} from '@kolvera/event-schema';
import type { TemplateJson } from '../definition/communication.ts';
import type { ArrayItem, Parameter, ParameterType } from '../definition/parameter.ts';
import { asSent } from './as-sent.ts';
import { sentenceCase } from './sentence-case.ts';

/** What the events of a catalogue carry. */
export function outputInterface(catalogue: Catalogue): readonly Parameter[] {
  const data = catalogue.map((event) => event.data).reduce(merge, {});
  return [
    ...envelope(catalogue),
    { name: 'data', type: 'collection', label: 'Data', spec: fieldsOf(data) },
    { name: 'verified', type: 'boolean', label: 'Verified' },
  ];
}

/** The synthetic event of the catalogue's first definition, under the keys that Make hands over. */
export function outputSample([first]: Catalogue): { readonly [key: string]: TemplateJson } {
  if (first === undefined) return {};
  const data = asSent(first.sample.data, first.data);
  return JSON.parse(JSON.stringify({ ...first.sample, data, verified: true }));
}

/** The fields outside the data, which all events share. */
function envelope([first]: Catalogue): readonly Parameter[] {
  const outside = first ? eventFields(first).filter(({ path }) => path[0] !== 'data') : [];
  return outside.map(({ path, format, label }) => ({
    name: path.join('.'),
    type: textType(format),
    label: sentenceCase(label),
  }));
}

/** The fields of both; of one key in both, the first counts, and objects are merged inside. */
function merge(first: Fields, second: Fields): Fields {
  const merged: { [key: string]: Field } = { ...first };
  for (const [key, field] of Object.entries(second)) {
    const known = merged[key];
    if (known === undefined) merged[key] = field;
    else if (known.type === 'object' && field.type === 'object') {
      merged[key] = { ...known, fields: merge(known.fields, field.fields) };
    }
  }
  return merged;
}

function fieldsOf(fields: Fields): readonly Parameter[] {
  return Object.entries(fields).map(([key, field]) => ({
    // Make hands over what is sent; a field keeps its label whatever Kolvera calls it.
    name: field.sentAs ?? key,
    ...described(field),
  }));
}

function described(field: Field): ArrayItem {
  const label = sentenceCase(field.label);
  if (field.type === 'object') return { type: 'collection', label, spec: fieldsOf(field.fields) };
  if (field.type === 'array') {
    const items = field.items;
    const spec = items.type === 'object' ? fieldsOf(items.fields) : described(items);
    return { type: 'array', label, spec };
  }
  return { type: plainType(field), label };
}

function plainType(field: Exclude<Field, { type: 'object' | 'array' }>): ParameterType {
  return field.type === 'string' ? textType(field.format) : field.type;
}

/** Dates are typed as dates, so that Make offers its date functions. dates.ts parses those with a time. */
function textType(format: TextFormat | undefined): ParameterType {
  switch (format) {
    case 'date-time':
    case 'date':
      return 'date';
    case 'email':
      return 'email';
    case 'uri':
      return 'url';
    default:
      return 'text';
  }
}
