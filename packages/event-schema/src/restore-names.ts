/** @module Keys as Kolvera sends them, turned into the catalogue's, where the two differ (`sentAs`). */
import { isObject } from './is-object.ts';

type Json = Readonly<Record<string, unknown>>;

/** By the key that is sent, what the catalogue calls it. */
export interface SentNames {
  readonly [sent: string]: {
    readonly key: string;
    /** Of the objects under it. */
    readonly inner?: SentNames;
    /** Of the texts under it, where these name fields: those of `changed_fields`. */
    readonly values?: Readonly<Record<string, string>>;
  };
}

/**
 * The data under the catalogue's keys. Where an object has both, what is sent and the catalogue's
 * own, both stay as they are: nothing is lost.
 *
 * @returns a copy; values are the same.
 */
export function restoreNames(data: Json, names: SentNames): Record<string, unknown> {
  // `fromEntries` defines keys, so that `__proto__` stays an ordinary one.
  return Object.fromEntries(
    Object.entries(data).map(([sent, value]) => {
      const name = Object.hasOwn(names, sent) ? names[sent] : undefined;
      if (name === undefined) return [sent, value];
      const taken = sent !== name.key && Object.hasOwn(data, name.key);
      return [taken ? sent : name.key, restoreValue(value, name)];
    }),
  );
}

function restoreValue(value: unknown, name: SentNames[string]): unknown {
  if (Array.isArray(value)) return value.map((item) => restoreValue(item, name));
  if (isObject(value) && name.inner !== undefined) return restoreNames(value, name.inner);
  if (typeof value === 'string' && name.values !== undefined && Object.hasOwn(name.values, value)) {
    return name.values[value];
  }
  return value;
}
