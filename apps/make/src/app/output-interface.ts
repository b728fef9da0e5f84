/** @module The output of a watch module, labelled: the envelope, and the data of its events merged. */
import type { Catalogue, Field, Fields } from '@kolvera/event-schema';
import type { ArrayItem, Parameter, ParameterType } from '../definition/parameter.ts';

/** What the events of a catalogue carry. Labels in Title Case, as event-schema writes them. */
export function outputInterface(catalogue: Catalogue): readonly Parameter[] {
  const data = catalogue.map((event) => event.data).reduce(merge, {});
  return [
    { name: 'id', type: 'text', label: 'Event ID' },
    { name: 'event', type: 'text', label: 'Event Type' },
    { name: 'created_at', type: 'date', label: 'Event Created At' },
    { name: 'workspace_id', type: 'text', label: 'Workspace ID' },
    { name: 'data', type: 'collection', label: 'Data', spec: fieldsOf(data) },
  ];
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
  return Object.entries(fields).map(([name, field]) => ({ name, ...described(field) }));
}

function described(field: Field): ArrayItem {
  const { label } = field;
  if (field.type === 'object') return { type: 'collection', label, spec: fieldsOf(field.fields) };
  if (field.type === 'array') {
    const items = field.items;
    const spec = items.type === 'object' ? fieldsOf(items.fields) : described(items);
    return { type: 'array', label, spec };
  }
  return { type: plainType(field), label };
}

/** Dates are typed as dates, so that Make offers its date functions; the value stays as sent. */
function plainType(field: Exclude<Field, { type: 'object' | 'array' }>): ParameterType {
  if (field.type !== 'string') return field.type;
  switch (field.format) {
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
