/** @module A field as the catalogue's source declares it: `email: text('observed', 'Email', …),` */
import type { Field } from '@kolvera/event-schema';

const FUNCTIONS = {
  string: 'text',
  integer: 'integer',
  number: 'integer',
  boolean: 'boolean',
  array: 'list',
  object: 'object',
} as const;

/** @param inside what stands for the fields of an object and the items of a list, where they stay. */
export function printField(key: string, field: Field, inside?: '…'): string {
  return `${key}: ${printCall(field, inside)},`;
}

function printCall(field: Field, inside?: '…'): string {
  const { type, label, description, important, sentAs } = field;
  const traits = [
    ...('format' in field && field.format ? [`format: '${field.format}'`] : []),
    ...('options' in field && field.options
      ? [`options: [${field.options.map(quoted).join(', ')}]`]
      : []),
    ...(important ? ['important: true'] : []),
    ...(sentAs === undefined ? [] : [`sentAs: '${sentAs}'`]),
  ];
  const inner =
    type === 'object'
      ? [
          inside ??
            `{ ${Object.entries(field.fields)
              .map(([key, one]) => printField(key, one))
              .join(' ')} }`,
        ]
      : type === 'array'
        ? [inside ?? printCall(field.items)]
        : [];
  const words = ["'observed'", quoted(label), quoted(description), ...inner];
  if (traits.length > 0) words.push(`{ ${traits.join(', ')} }`);
  const call = `${FUNCTIONS[type]}(${words.join(', ')})`;
  return type === 'number' ? `{ ...${call}, type: 'number' }` : call;
}

/** As Biome quotes: double quotes where the text holds a single one. */
function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
