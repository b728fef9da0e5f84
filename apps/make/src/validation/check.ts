/** @module The words in which the rules of Make's schemas are written down. */
import { isObject } from '@kolvera/event-schema';

export type Rule =
  | 'wrong-type'
  | 'unknown-key'
  | 'missing-key'
  | 'not-one-of'
  | 'wrong-length'
  | 'wrong-format'
  | 'wrong-number'
  | 'not-flat'
  | 'missing-body'
  | 'missing-file'
  | 'unlisted-file'
  | 'unknown-reference'
  | 'label-taken';

export interface Problem {
  readonly rule: Rule;
  /** The file, and the place in it: `groups.json: [0].label`. */
  readonly at: string;
  readonly message: string;
}

/** What is wrong with a value; nothing when it is right. */
export type Check = (value: unknown, at: string) => readonly Problem[];

export function problem(rule: Rule, at: string, message: string): readonly Problem[] {
  return [{ rule, at, message }];
}

const none: readonly Problem[] = [];

export const anything: Check = () => none;

export const boolean: Check = (value, at) =>
  typeof value === 'boolean' ? none : problem('wrong-type', at, 'is not a boolean');

/** @param most characters. */
export function text(least = 0, most = Number.POSITIVE_INFINITY): Check {
  return (value, at) => {
    if (typeof value !== 'string') return problem('wrong-type', at, 'is not text');
    if (value.length >= least && value.length <= most) return none;
    return problem('wrong-length', at, `has ${value.length} characters, not ${least} to ${most}`);
  };
}

export function matching(pattern: RegExp): Check {
  return (value, at) => {
    if (typeof value !== 'string') return problem('wrong-type', at, 'is not text');
    return pattern.test(value) ? none : problem('wrong-format', at, `does not match ${pattern}`);
  };
}

export function integer(least: number, most: number): Check {
  return (value, at) => {
    if (typeof value !== 'number') return problem('wrong-type', at, 'is not a number');
    if (Number.isInteger(value) && value >= least && value <= most) return none;
    return problem('wrong-number', at, `is not an integer from ${least} to ${most}`);
  };
}

export function oneOf(...values: readonly unknown[]): Check {
  return (value, at) =>
    values.includes(value) ? none : problem('not-one-of', at, `is none of ${values.join(', ')}`);
}

/** A fixed text, or an expression that gives one. */
export function oneOfOrExpression(...values: readonly string[]): Check {
  return (value, at) =>
    typeof value === 'string' && /\{\{.*\}\}/u.test(value) ? none : oneOf(...values)(value, at);
}

/** One of the types; the nearest miss is not guessed: the first check's problems are told. */
export function either(first: Check, ...others: readonly Check[]): Check {
  return (value, at) => {
    const problems = first(value, at);
    const fits = problems.length === 0 || others.some((check) => check(value, at).length === 0);
    return fits ? none : problems;
  };
}

export function arrayOf(item: Check): Check {
  return (value, at) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => item(entry, `${at}[${index}]`))
      : problem('wrong-type', at, 'is not an array');
}

/** An object of any keys. */
export function recordOf(entry: Check): Check {
  return (value, at) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, inner]) => entry(inner, `${at}.${key}`))
      : problem('wrong-type', at, 'is not an object');
}

interface Keys {
  readonly [key: string]: Check;
}

/** An object that has these keys and no other. */
export function object(required: Keys, optional: Keys = {}, pattern?: [RegExp, Check]): Check {
  const known = new Map(Object.entries({ ...required, ...optional }));
  return (value, at) => {
    if (!isObject(value)) return problem('wrong-type', at, 'is not an object');
    const missing = Object.keys(required)
      .filter((key) => !Object.hasOwn(value, key))
      .flatMap((key) => problem('missing-key', at, `has no "${key}"`));
    const wrong = Object.entries(value).flatMap(([key, inner]) => {
      const check = known.get(key) ?? (pattern?.[0].test(key) ? pattern[1] : undefined);
      if (check === undefined) return problem('unknown-key', at, `has the unknown key "${key}"`);
      return check(inner, `${at}.${key}`);
    });
    return [...missing, ...wrong];
  };
}

/** All of the checks. */
export function all(...checks: readonly Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at));
}
