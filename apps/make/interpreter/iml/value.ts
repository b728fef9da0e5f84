/** @module The values that expressions handle: JSON's, dates, and undefined for what is not there. */
import { ImlError } from './iml-error.ts';

export type Value =
  | undefined
  | null
  | string
  | number
  | boolean
  | Date
  | readonly Value[]
  | Collection;

/** IML's word for an object. */
export interface Collection {
  readonly [key: string]: Value;
}

export function isCollection(value: Value): value is Collection {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** What `if`, `&&`, `||` and `!` see; arrays, collections and dates are true, even empty ones. */
export function isTrue(value: Value): boolean {
  return Boolean(value);
}

/** What `ifempty` passes over: "", null and undefined. */
export function isEmpty(value: Value): boolean {
  return value === '' || value === null || value === undefined;
}

/**
 * A value inside a longer text.
 * @throws ImlError `wrong_operand` for arrays and collections, which cannot be written as text.
 */
export function asText(value: Value): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') {
    throw new ImlError('wrong_operand', 'A text cannot contain an array or a collection.');
  }
  return String(value);
}
