/**
 * @module The built-in functions that the definitions use.
 *
 * Meanings from Make's function reference. Arguments of another type or number are errors here.
 */
import { createHash, createHmac } from 'node:crypto';
import { ImlError } from './iml-error.ts';
import { parseDate } from './parse-date.ts';
import { type Collection, isArray, isCollection, type Value } from './value.ts';

type ImlFunction = (...args: readonly Value[]) => Value;

interface Kinds {
  text: string;
  number: number;
  array: readonly Value[];
  collection: Collection;
  /** Anything but undefined. */
  value: Value;
  any: Value;
}

const isKind: { readonly [Kind in keyof Kinds]: (value: Value) => boolean } = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  array: isArray,
  collection: isCollection,
  value: (value) => value !== undefined,
  any: () => true,
};

type Args<Signature extends readonly (keyof Kinds)[]> = {
  readonly [At in keyof Signature]: Kinds[Signature[At]];
};

/**
 * A function of arguments of these kinds.
 * @param least how many arguments there have to be; all of them by default.
 */
function takes<const Signature extends readonly (keyof Kinds)[]>(
  signature: Signature,
  run: (...args: Args<Signature>) => Value,
  least = signature.length,
): ImlFunction {
  return (...args) => {
    const fits = (value: Value, at: number) => isKind[signature[at] ?? 'any'](value);
    if (args.length < least || args.length > signature.length || !args.every(fits))
      throw wrong(`takes ${signature.join(', ')}`);
    return run(...(args as unknown as Args<Signature>));
  };
}

/** A function of one argument of the first kind and any number of the second. */
function takesMany<First extends keyof Kinds, Other extends keyof Kinds>(
  first: First,
  other: Other,
  run: (first: Kinds[First], others: readonly Kinds[Other][]) => Value,
): ImlFunction {
  return (...args) => {
    if (args.length < 2 || !isKind[first](args[0]) || !args.slice(1).every(isKind[other]))
      throw wrong(`takes ${first} and ${other}s`);
    const [one, ...others] = args;
    return run(one as Kinds[First], others as Kinds[Other][]);
  };
}

const functions: ReadonlyMap<string, ImlFunction> = new Map([
  ['lower', takes(['text'], (text) => text.toLowerCase())],
  ['sha256', takes(['text', 'text', 'text'], sha256, 1)],
  ['createJSON', takes(['value'], (value) => JSON.stringify(value))],
  ['parseJSON', takes(['text'], parseJson)],
  ['contains', takes(['any', 'any'], contains)],
  ['omit', takesMany('collection', 'text', omit)],
  ['join', takes(['array', 'text'], (items, separator) => items.join(separator))],
  ['trim', takes(['text'], (text) => text.trim())],
  ['split', takes(['text', 'text'], (text, separator) => text.split(separator))],
  // Positions count from 0.
  ['substring', takes(['text', 'number', 'number'], (text, from, to) => text.substring(from, to))],
  ['replace', takes(['text', 'text', 'text'], replace)],
  ['toString', takes(['any'], toText)],
  ['length', takes(['any'], lengthOf)],
  ['merge', takesMany('array', 'array', (first, others) => [...first, ...others.flat()])],
  ['map', takes(['array', 'text', 'text', 'text'], map, 2)],
  ['switch', takesMany('any', 'any', choose)],
  // The first position is 1.
  ['get', takes(['array', 'number'], (items, position) => items[position - 1])],
  ['toCollection', takes(['any', 'text', 'text'], toCollection)],
  ['parseDate', takes(['text', 'text'], parseDate)],
]);

/** @throws ImlError `unknown_function`, or `wrong_argument` from the function. */
export function callFunction(name: string, args: readonly Value[]): Value {
  const found = functions.get(name);
  if (found === undefined)
    throw new ImlError('unknown_function', `There is no function "${name}".`);
  try {
    return found(...args);
  } catch (error) {
    if (!(error instanceof ImlError)) throw error;
    throw new ImlError(error.code, `${name} ${error.message}`);
  }
}

/** An HMAC when a key is given, the plain digest without. */
function sha256(text: string, encoding = 'hex', key?: string): string {
  if (encoding !== 'hex') throw wrong('supports only hex');
  if (key === '') throw wrong('does not take an empty key');
  const digest = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return digest.update(text, 'utf8').digest('hex');
}

/** Whether an array has an item, or a text has a part. */
function contains(whole: Value, part: Value): boolean {
  if (isArray(whole)) return whole.includes(part);
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part);
  throw wrong('takes an array and a value, or two texts');
}

function parseJson(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong('takes JSON');
  }
}

function omit(collection: Collection, keys: readonly string[]): Collection {
  return Object.fromEntries(Object.entries(collection).filter(([key]) => !keys.includes(key)));
}

/**
 * A key of each item: `map(types, 'name')`; or only of those that have a value under another key:
 * `map(headers, 'value', 'name', 'x-id')`.
 */
function map(items: readonly Value[], key: string, filterKey?: string, filterValue?: string) {
  const isIn = (item: Collection) => filterKey === undefined || item[filterKey] === filterValue;
  return items.flatMap((item) => (isCollection(item) && isIn(item) ? [item[key]] : []));
}

/** The result beside the value that the first argument equals, or the last argument. */
function choose(value: Value, cases: readonly Value[]): Value {
  if (cases.length < 3 || cases.length % 2 === 0) throw wrong('takes pairs and an else');
  const found = cases.findIndex((one, index) => index % 2 === 0 && one === value);
  return found < 0 || found === cases.length - 1 ? cases.at(-1) : cases[found + 1];
}

/** A part between slashes is a regular expression. */
function replace(text: string, part: string, replacement: string): string {
  const { pattern, flags } = /^\/(?<pattern>.+)\/(?<flags>[gim]*)$/su.exec(part)?.groups ?? {};
  return text.replace(pattern === undefined ? part : new RegExp(pattern, flags), replacement);
}

function toText(value: Value): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw wrong('takes a text, a number or a boolean');
}

function lengthOf(value: Value): number {
  if (typeof value === 'string' || isArray(value)) return value.length;
  throw wrong('takes a text or an array');
}

/** An array of rows as one collection; an empty array parameter may be null. */
function toCollection(rows: Value, key: string, value: string): Collection {
  if (rows === null || rows === undefined) return {};
  if (!isArray(rows)) throw wrong('takes an array first');
  return Object.fromEntries(
    rows.map((row) => {
      const name = isCollection(row) ? row[key] : undefined;
      if (!isCollection(row) || typeof name !== 'string')
        throw wrong(`takes rows that have a text "${key}"`);
      return [name, row[value]];
    }),
  );
}

/** The name of the function comes before it. */
function wrong(why: string): ImlError {
  return new ImlError('wrong_argument', `${why}.`);
}
