/** @module What Make logs of each request, without what the definition sanitises. */
import { isCollection, type Value } from './iml/value.ts';

export interface Log {
  /** @param sanitize paths to leave out: `request.headers.authorization`. */
  write(entry: Value, sanitize?: readonly string[]): void;
  /** The whole log. */
  text(): string;
}

export function createLog(): Log {
  const entries: Value[] = [];
  return {
    write(entry, sanitize = []) {
      entries.push(sanitize.reduce((kept, path) => without(kept, path.split('.')), entry));
    },
    text: () => JSON.stringify(entries, null, 2),
  };
}

function without(value: Value, [key, ...rest]: readonly string[]): Value {
  if (key === undefined) return '[sanitized]';
  if (!isCollection(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: without(value[key], rest) };
}
