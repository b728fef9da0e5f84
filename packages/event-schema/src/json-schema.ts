/** @module JSON Schema 2020-12 of a normalised event. */
import { envelopeFields } from './envelope-fields.ts';
import type { EventDefinition } from './event-definition.ts';
import type { Field, Fields, TextFormat } from './field.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const STANDARD_FORMATS: ReadonlySet<TextFormat> = /* @__PURE__ */ new Set([
  'date-time',
  'date',
  'email',
  'uri',
  'hostname',
] as const);

/**
 * The schema of an event, as tolerant as its reader: the envelope is there, but no field of the
 * data is required, each may be null, unknown keys are allowed and enumerations are open (known
 * values stand under `x-extensible-enum`). `x-label` is the label, `x-source` published, assumed or observed, `x-sent-as` the key
 * under which Kolvera sends it, where that is another;
 * formats that JSON Schema does not define stand under `x-format`.
 */
export function jsonSchema(definition: EventDefinition): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: definition.label,
    description: definition.firesWhen,
    type: 'object',
    required: [...Object.keys(envelopeFields), 'data'],
    properties: {
      ...schemasOf(envelopeFields),
      event: { ...schemaOf(envelopeFields.event), const: definition.name },
      data: { type: 'object', properties: schemasOf(definition.data) },
    },
  };
}

function schemasOf(fields: Fields): JsonSchema {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, schemaOf(field)]));
}

function schemaOf(field: Field): JsonSchema {
  return {
    type: field.nullable ? [field.type, 'null'] : field.type,
    description: field.description,
    ...traitsOf(field),
    'x-label': field.label,
    'x-source': field.source,
    ...(field.sentAs !== undefined && { 'x-sent-as': field.sentAs }),
  };
}

function traitsOf(field: Field): JsonSchema {
  switch (field.type) {
    case 'object':
      return { properties: schemasOf(field.fields) };
    case 'array':
      return { items: schemaOf(field.items) };
    case 'string':
      return {
        ...(field.format && formatOf(field.format)),
        ...(field.options && { 'x-extensible-enum': field.options }),
      };
    default:
      return {};
  }
}

function formatOf(format: TextFormat): JsonSchema {
  return STANDARD_FORMATS.has(format) ? { format } : { 'x-format': format };
}
