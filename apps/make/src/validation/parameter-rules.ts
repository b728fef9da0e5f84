/** @module What Make's schema allows in a form or an interface (parameters.json). */
import {
  anything,
  arrayOf,
  boolean,
  type Check,
  either,
  integer,
  matching,
  object,
  oneOfOrExpression,
  text,
} from './check.ts';

const label = text(1, 256);

const option = object({ value: anything }, { label, description: text(), default: boolean });

const type = oneOfOrExpression(
  ...['any', 'array', 'boolean', 'buffer', 'cert', 'collection', 'color', 'date', 'email'],
  ...['filename', 'folder', 'file', 'filter', 'hidden', 'json', 'integer', 'uinteger', 'number'],
  ...['password', 'path', 'pkey', 'port', 'select', 'text', 'time', 'timestamp', 'timezone'],
  ...['url', 'uuid', 'banner', 'udt'],
);

const keys = {
  label,
  help: text(1),
  required: boolean,
  advanced: boolean,
  editable: boolean,
  multiple: boolean,
  multiline: boolean,
  default: anything,
  options: either(arrayOf(option), matching(/^rpc:\/\/[a-zA-Z][0-9a-zA-Z]{2,63}$/u)),
  validate: object({}, { pattern: text(), min: integer(0, 1e9), max: integer(0, 1e9) }),
  spec: ((value, at) => spec(value, at)) satisfies Check,
};

const parameter = object({ name: text(1, 128), type }, keys);

/** An array's item may have a type alone. */
const spec = either(arrayOf(parameter), object({ type }, keys));

export const parameterRules = arrayOf(parameter);
