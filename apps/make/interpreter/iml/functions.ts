/**
 * @module The built-in functions that the definitions may use.
 *
 * Meanings from Make's function reference. Arguments of another type or number are errors here.
 */
import { createHash, createHmac } from 'node:crypto';
import { formatDate, parseDate } from './dates.ts';
import { ImlError } from './iml-error.ts';
import { type Collection, isArray, isCollection, type Value } from './value.ts';

type ImlFunction = (...args: readonly Value[]) => Value;

const functions: ReadonlyMap<string, ImlFunction> = new Map<string, ImlFunction>([
  ['lower', (...args) => texts('lower', args, 1, 1)[0]?.toLowerCase()],
  ['sha256', sha256],
  ['createJSON', createJson],
  ['contains', contains],
  ['omit', omit],
  ['split', split],
  ['substring', substring],
  ['replace', replace],
  ['toString', toText],
  ['length', (...args) => lengthOf('length', args)],
  ['merge', (...args) => args.flatMap((arg) => array('merge', arg))],
  ['deduplicate', (...args) => [...new Set(array('deduplicate', ...args))]],
  ['map', map],
  ['switch', choose],
  ['get', get],
  ['toCollection', toCollection],
  ['parseDate', (...args) => parseDate(...pair(texts('parseDate', args, 2, 2)))],
  ['formatDate', (date, ...format) => formatDate(date, texts('formatDate', format, 1, 1)[0] ?? '')],
]);

/** @throws ImlError `unknown_function`, or `wrong_argument` from the function. */
export function callFunction(name: string, args: readonly Value[]): Value {
  const found = functions.get(name);
  if (found === undefined)
    throw new ImlError('unknown_function', `There is no function "${name}".`);
  return found(...args);
}

/** `sha256(text, 'hex', key)` is an HMAC when a key is given, the plain digest without. */
function sha256(...args: readonly Value[]): string {
  const [text = '', encoding = 'hex', key] = texts('sha256', args, 1, 3);
  if (encoding !== 'hex') throw wrong('sha256', 'supports only the encoding hex');
  if (key === '') throw wrong('sha256', 'got an empty key');
  const digest = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  return digest.update(text, 'utf8').digest('hex');
}

/** The JSON text of a value, written as JSON.stringify does, without spaces. */
function createJson(...args: readonly Value[]): string {
  const [value] = args;
  if (args.length !== 1 || value === undefined) throw wrong('createJSON', 'takes one value');
  return JSON.stringify(value);
}

/** Whether an array has an item, or a text has a part. */
function contains(...args: readonly Value[]): boolean {
  const [whole, part] = args;
  if (args.length !== 2) throw wrong('contains', 'takes two arguments');
  if (isArray(whole)) return whole.includes(part);
  if (typeof whole === 'string' && typeof part === 'string') return whole.includes(part);
  throw wrong('contains', 'takes an array and a value, or two texts');
}

/** A collection without the named keys. */
function omit(...args: readonly Value[]): Collection {
  const [collection, ...keys] = args;
  if (!isCollection(collection)) throw wrong('omit', 'takes a collection first');
  const named = new Set(texts('omit', keys, 1, Number.POSITIVE_INFINITY));
  return Object.fromEntries(Object.entries(collection).filter(([key]) => !named.has(key)));
}

/**
 * A key of each item: `map(types, 'name')`; or only of those that have a value under another key:
 * `map(headers, 'value', 'name', 'x-id')`.
 */
function map(...args: readonly Value[]): readonly Value[] {
  const [items, ...names] = args;
  const [key = '', filterKey, filterValue] = texts('map', names, 1, 3);
  if (!isArray(items)) throw wrong('map', 'takes an array first');
  const isIn = (item: Collection) => filterKey === undefined || item[filterKey] === filterValue;
  return items.flatMap((item) => (isCollection(item) && isIn(item) ? [item[key]] : []));
}

/** The result beside the value that the first argument equals, or the last argument. */
function choose(...args: readonly Value[]): Value {
  const [value, ...cases] = args;
  if (args.length < 4 || args.length % 2 === 1) throw wrong('switch', 'takes pairs and an else');
  const found = cases.findIndex((one, index) => index % 2 === 0 && one === value);
  return found < 0 || found === cases.length - 1 ? cases.at(-1) : cases[found + 1];
}

/** An array's item by its position; the first is 1. */
function get(...args: readonly Value[]): Value {
  const [items, position] = args;
  if (!isArray(items) || typeof position !== 'number') {
    throw wrong('get', 'takes an array and a position');
  }
  return items[position - 1];
}

function split(...args: readonly Value[]): readonly string[] {
  const [text, separator] = pair(texts('split', args, 2, 2));
  return text.split(separator);
}

/** The part of a text from one position up to another, counted from 0. */
function substring(...args: readonly Value[]): string {
  const [text, start, end] = args;
  if (typeof text !== 'string' || typeof start !== 'number' || typeof end !== 'number') {
    throw wrong('substring', 'takes a text and two positions');
  }
  return text.substring(start, end);
}

/** Replaces a part of a text; a part between slashes is a regular expression. */
function replace(...args: readonly Value[]): string {
  const [text = '', part = '', replacement = ''] = texts('replace', args, 3, 3);
  const { pattern, flags } = /^\/(?<pattern>.+)\/(?<flags>[gim]*)$/su.exec(part)?.groups ?? {};
  return text.replace(pattern === undefined ? part : new RegExp(pattern, flags), replacement);
}

function toText(...args: readonly Value[]): string {
  const [value] = args;
  if (args.length !== 1 || !['string', 'number', 'boolean'].includes(typeof value)) {
    throw wrong('toString', 'takes a text, a number or a boolean');
  }
  return String(value);
}

function lengthOf(name: string, [value, ...more]: readonly Value[]): number {
  if (typeof value === 'string' && more.length === 0) return value.length;
  return array(name, value, ...more).length;
}

function array(name: string, ...args: readonly Value[]): readonly Value[] {
  const [value] = args;
  if (args.length !== 1 || !isArray(value)) throw wrong(name, 'takes arrays');
  return value;
}

/** An array of rows as one collection; an empty array parameter may be null. */
function toCollection(...args: readonly Value[]): Collection {
  const [rows, ...names] = args;
  const [key, value] = pair(texts('toCollection', names, 2, 2));
  if (rows === null || rows === undefined) return {};
  if (!isArray(rows)) throw wrong('toCollection', 'takes an array first');
  return Object.fromEntries(
    rows.map((row) => {
      const name = isCollection(row) ? row[key] : undefined;
      if (!isCollection(row) || typeof name !== 'string') {
        throw wrong('toCollection', `takes rows that have a text "${key}"`);
      }
      return [name, row[value]];
    }),
  );
}

function texts(name: string, args: readonly Value[], least: number, most: number): string[] {
  if (args.length < least || args.length > most)
    throw wrong(name, `does not take ${args.length} arguments`);
  return args.map((arg) => {
    if (typeof arg !== 'string') throw wrong(name, 'takes texts');
    return arg;
  });
}

function pair([first = '', second = '']: readonly string[]): [string, string] {
  return [first, second];
}

function wrong(name: string, why: string): ImlError {
  return new ImlError('wrong_argument', `${name} ${why}.`);
}
