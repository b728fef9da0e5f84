/**
 * @module Shapes of JSON: each reads a value tolerantly and describes it exactly.
 *
 * One shape serves the reader, the TypeScript type and openapi.yaml. `schema` says what Kolvera is
 * assumed to send; `read` accepts what it may send instead and still be understood. It is a few
 * lines so that connectors bundle no schema library.
 */
import { isObject } from '@kolvera/event-schema';
import type { Json } from './api-request.ts';

export type JsonSchema = { readonly [key: string]: Json };

export interface Shape<Value> {
  readonly schema: JsonSchema;
  /** The schema's name under components/schemas; other schemas then refer to it. */
  readonly component?: string;
  /** Other keys under which an object may carry this value. */
  readonly aliases?: readonly string[];
  /** May be left out of an object. */
  readonly optional?: true;
  /** @throws ShapeError naming the place, never the value. */
  readonly read: (value: unknown, at: string) => Value;
}

export type Infer<S> = S extends Shape<infer Value> ? Value : never;
type Shapes = { readonly [key: string]: Shape<unknown> };
type OptionalKeys<S extends Shapes> = {
  [K in keyof S]: S[K] extends { readonly optional: true } ? K : never;
}[keyof S];

export type ObjectValue<S extends Shapes> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Infer<S[K]>;
} & { readonly [K in OptionalKeys<S>]?: Infer<S[K]> | undefined };

/** A value of another shape. The message names only the place: values may be secrets. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/* @__NO_SIDE_EFFECTS__ */
export function text(description: string, schema: JsonSchema = {}): Shape<string> {
  return { schema: { type: 'string', description, ...schema }, read: readText };
}

function readText(value: unknown, at: string): string {
  if (typeof value !== 'string') throw new ShapeError(`${at} is not a string`);
  return value;
}

/** An id: a string, or a safe integer, which is read as its decimal digits. @__NO_SIDE_EFFECTS__ */
export function identifier(description: string): Shape<string> {
  return {
    schema: { type: 'string', minLength: 1, description },
    read(value, at) {
      if (Number.isSafeInteger(value)) return String(value);
      if (value === '') throw new ShapeError(`${at} is empty`);
      return readText(value, at);
    },
  };
}

/** One of the known words; any other text is read as well, because Kolvera may add to them. */
/* @__NO_SIDE_EFFECTS__ */
export function choice<const Word extends string>(
  description: string,
  words: readonly Word[],
): Shape<Word | (string & {})> {
  return { schema: { type: 'string', enum: words, description }, read: readText };
}

/* @__NO_SIDE_EFFECTS__ */
export function integer(description: string, schema: JsonSchema = {}): Shape<number> {
  return {
    schema: { type: 'integer', description, ...schema },
    read(value, at) {
      if (typeof value !== 'number') throw new ShapeError(`${at} is not a number`);
      return value;
    },
  };
}

/** Null, or the value; absent is read as null. @__NO_SIDE_EFFECTS__ */
export function nullable<Value>(shape: Shape<Value>): Shape<Value | null> {
  return {
    ...expected(shape, null),
    schema: { ...shape.schema, type: [shape.schema.type ?? 'object', 'null'] },
  };
}

/** The contract has the value; `fallback` replaces it where it is absent or null all the same. */
/* @__NO_SIDE_EFFECTS__ */
export function expected<Value, Fallback>(
  shape: Shape<Value>,
  fallback: Fallback,
): Shape<Value | Fallback> {
  return {
    ...shape,
    read: (value, at) => (value === undefined || value === null ? fallback : shape.read(value, at)),
  };
}

/* @__NO_SIDE_EFFECTS__ */
export function optional<Value>(shape: Shape<Value>): Shape<Value> & { readonly optional: true } {
  return { ...shape, optional: true };
}

/* @__NO_SIDE_EFFECTS__ */
export function list<Value>(
  item: Shape<Value>,
  description: string,
  schema: JsonSchema = {},
): Shape<readonly Value[]> {
  return {
    schema: { type: 'array', items: reference(item), description, ...schema },
    read(value, at) {
      if (!Array.isArray(value)) throw new ShapeError(`${at} is not a list`);
      return value.map((entry, index) => item.read(entry, `${at}[${index}]`));
    },
  };
}

/** An object of these keys; unknown keys are ignored. `component` names its schema. */
/* @__NO_SIDE_EFFECTS__ */
export function object<const S extends Shapes>(
  description: string,
  shapes: S,
  component?: string,
): Shape<ObjectValue<S>> {
  const entries = Object.entries(shapes);
  return {
    schema: {
      type: 'object',
      description,
      required: entries.filter(([, shape]) => !shape.optional).map(([key]) => key),
      properties: Object.fromEntries(entries.map(([key, shape]) => [key, reference(shape)])),
      additionalProperties: false,
    },
    ...(component === undefined ? {} : { component }),
    read(value, at) {
      if (!isObject(value)) throw new ShapeError(`${at} is not an object`);
      const found: Record<string, unknown> = {};
      for (const [key, shape] of entries) {
        const name = [key, ...(shape.aliases ?? [])].find((each) => Object.hasOwn(value, each));
        if (name === undefined && shape.optional) continue;
        found[key] = shape.read(name === undefined ? undefined : value[name], `${at}.${key}`);
      }
      // The loop has read every key with the shape that gives the key its type.
      return found as ObjectValue<S>;
    },
  };
}

/** The schema as another schema uses it: by name where it has one. */
export function reference(shape: Shape<unknown>): JsonSchema {
  return shape.component === undefined
    ? shape.schema
    : { $ref: `#/components/schemas/${shape.component}` };
}
