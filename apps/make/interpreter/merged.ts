/** @module How Make sets variables: merged into what they were, as `_.merge` of lodash does. */
import { isArray, isCollection, type Value } from './iml/value.ts';

/** Only undefined keeps what was there; null replaces it. */
export function merged(before: Value, set: Value): Value {
  if (set === undefined) return before;
  if (isArray(before) && isArray(set)) {
    const length = Math.max(before.length, set.length);
    return Array.from({ length }, (_, at) => merged(before[at], set[at]));
  }
  if (!isCollection(before) || !isCollection(set)) return set;
  const keys = new Set([...Object.keys(before), ...Object.keys(set)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(before[key], set[key])]));
}
