/**
 * @module The words in which entity and event files are written: `text('assumed', 'Email', …)`.
 *
 * They keep a field to a line or two and its type short. Each is marked free of side effects, so
 * that a bundler leaves out unused descriptions.
 */
import type {
  BooleanField,
  Field,
  FieldSource,
  Fields,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextFormat,
} from './field.ts';

interface Traits {
  readonly important?: boolean;
  /** The key under which Kolvera sends it, where it differs. */
  readonly sentAs?: string;
}

interface TextTraits<Option extends string> extends Traits {
  readonly format?: TextFormat;
  /** Known values; the enumeration stays open. */
  readonly options?: readonly Option[];
}

type PlainArguments = [source: FieldSource, label: string, description: string, traits?: Traits];

// Every field of a payload may be null until Kolvera publishes its payloads.
const nullable = true;

/** @__NO_SIDE_EFFECTS__ */
export function text<const Option extends string = string>(
  source: FieldSource,
  label: string,
  description: string,
  traits: TextTraits<Option> = {},
): TextField<Option> {
  return { type: 'string', label, description, source, nullable, ...traits };
}

/** @__NO_SIDE_EFFECTS__ */
export function dateTime(...[source, label, description, traits]: PlainArguments): TextField {
  return text(source, label, description, { format: 'date-time', ...traits });
}

/** @__NO_SIDE_EFFECTS__ */
export function integer(...[source, label, description, traits]: PlainArguments): NumberField {
  return { type: 'integer', label, description, source, nullable, ...traits };
}

/** @__NO_SIDE_EFFECTS__ */
export function boolean(...[source, label, description, traits]: PlainArguments): BooleanField {
  return { type: 'boolean', label, description, source, nullable, ...traits };
}

/** @__NO_SIDE_EFFECTS__ */
export function list<Item extends Field>(
  source: FieldSource,
  label: string,
  description: string,
  items: Item,
  traits: Traits = {},
): ListField<Item> {
  return { type: 'array', label, description, source, nullable, items, ...traits };
}

/** @__NO_SIDE_EFFECTS__ */
export function object<Inner extends Fields>(
  source: FieldSource,
  label: string,
  description: string,
  fields: Inner,
  traits: Traits = {},
): ObjectField<Inner> {
  return { type: 'object', label, description, source, nullable, fields, ...traits };
}
