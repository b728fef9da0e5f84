/** @module Reads a rendered or written section, whose JSON is unknown until it is looked at. */
import { type Collection, isArray, isCollection, type Value } from './iml/value.ts';

export function collection(value: Value, what: string): Collection {
  if (!isCollection(value)) throw new TypeError(`${what} is not an object.`);
  return value;
}

export function text(value: Value, what: string): string {
  if (typeof value !== 'string') throw new TypeError(`${what} is not text.`);
  return value;
}

export function list(value: Value, what: string): readonly Value[] {
  if (!isArray(value)) throw new TypeError(`${what} is not an array.`);
  return value;
}

/** The part below some keys; undefined when there is none. */
export function part(value: Value, ...keys: readonly string[]): Value {
  return keys.reduce<Value>(
    (inner, key) => (isCollection(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

/** @throws TypeError for a directive that the interpreter does not carry out. */
export function onlyKeys(section: Collection, known: readonly string[], what: string): void {
  const unknown = Object.keys(section).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new TypeError(`${what} has unknown directives: ${unknown}.`);
}

/** How Make reads a body: JSON where it is JSON, otherwise text. */
export function jsonOrText(body: string): Value {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
