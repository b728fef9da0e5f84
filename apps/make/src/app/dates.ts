/**
 * @module The dates of an event, parsed: what a module does with the event that was read.
 *
 * Make's review asks for it. `parseDate` throws for anything else, so that only a whole date with a
 * time and an offset is parsed, and a number of seconds or milliseconds. The rest stays as it was
 * sent, a day without a time among it.
 */
import { type Catalogue, eventFields, type Field, type Fields } from '@kolvera/event-schema';
import type { TemplateJson, Variables } from '../definition/communication.ts';
import { isCollection, isNumber } from './expressions.ts';

const { raw } = String;
const MONTHS = raw`(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)`;
const FEBRUARY = raw`02-(?:0[1-9]|1\d|2[0-8])`;
const DAY = raw`(?:20\d\d-(?:${MONTHS}|${FEBRUARY})|20(?:[02468][048]|[13579][26])-02-29)`;
const TIME = raw`(?:[01]\d|2[0-3])(?::[0-5]\d){2}`;
const OFFSET = raw`(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)`;
const ISO_TEXT = `/^"${DAY}[T ]${TIME}${raw`(?:[.]\d{1,9})?`}${OFFSET}"$/`;

/** The steps that bring it to one form. Make's parseDate reads a fraction of three digits. */
const STEPS = [
  [' ', 'T'],
  [raw`/(:\d\d)([Z+-])/`, '$1.0$2'],
  [raw`/[.]\d+/`, '$&00'],
  [raw`/([.]\d{3})\d*/`, '$1'],
] as const;
const FORMAT = 'YYYY-MM-DDTHH:mm:ss.SSSZ';

/** The number from which on a time is in milliseconds. */
const FIRST_MILLISECONDS = 100_000_000_000;

/** The envelope's parts that no date is. */
const PARTS = ['id', 'event', 'workspace_id', 'verified'];

/**
 * How a module gives an event with its dates parsed. Make merges variables into those of the last
 * event, so that every key is set each time, and the records are emptied first.
 */
export interface Dates {
  /** No record, and every date as a text of one form, or ''. */
  readonly texts: Variables;
  /** The records with their dates parsed; set after `texts`. */
  readonly records: Variables;
  readonly output: TemplateJson;
}

/** @param event the path of the event that was read: `payload`. */
export function withDates(catalogue: Catalogue, event: string): Dates {
  const absent = `${event}.\`(absent)\``;
  const data = `${event}.data`;
  /** A delivery that names no event is handed over whole. */
  const unread = `${event}.unread`;
  const whole = `ifempty(${unread}, ${data})`;
  const texts: { [name: string]: string } = {};
  /** Dates below a path, under their keys. */
  const parsed = (path: string, keys: readonly string[], otherwise?: string) =>
    Object.fromEntries(
      keys.map((key) => {
        const value = `${path}.${key}`;
        const name = value.replace(`${event}.`, '').replaceAll('.', '_');
        texts[name] = `{{${isoText(value)}}}`;
        return [key, `{{${date(value, `temp.texts.${name}`, otherwise ?? value)}}}`];
      }),
    );

  const fields = catalogue.flatMap((definition) => Object.entries(definition.data));
  const datesOfRecords = new Map<string, ReadonlySet<string>>();
  for (const [name, field] of fields) {
    if (field.type !== 'object') continue;
    const key = field.sentAs ?? name;
    const dates = datesOf(field.fields);
    if (dates.length === 0) continue;
    datesOfRecords.set(key, new Set([...(datesOfRecords.get(key) ?? []), ...dates]));
  }
  const keys = [...datesOfRecords.keys()];
  /** Written into the output, it would be an empty collection where the event has no such record. */
  const records = Object.fromEntries(
    [...datesOfRecords].map(([key, dates]) => {
      const path = `${data}.${key}`;
      const copy = `{{if(${isCollection(path)}, ${path}, null)}}`;
      return [key, { '{{...}}': copy, ...parsed(path, [...dates], absent) }];
    }),
  );
  const record = (key: string) => {
    const path = `${data}.${key}`;
    const isThere = `if(${unread}, false, ${isCollection(path)})`;
    return `{{if(${isThere}, ifempty(temp.${key}, ${path}), ${absent})}}`;
  };
  const output = {
    '{{...}}': `{{if(${unread}, null, omit(${event}, 'data', 'unread'))}}`,
    ...Object.fromEntries(PARTS.map((key) => [key, `{{${event}.${key}}}`])),
    ...parsed(event, envelopeDates(catalogue)),
    data: {
      '{{...}}': `{{if(${isCollection(whole)}, ${whole}, null)}}`,
      ...parsed(data, datesOf(Object.fromEntries(fields)), absent),
      ...Object.fromEntries(keys.map((key) => [key, record(key)])),
      value: `{{if(${isCollection(whole)}, ${absent}, ifempty(${whole}, null))}}`,
    },
  };
  return { texts: { ...emptied(keys), texts }, records, output };
}

function emptied(keys: readonly string[]): Variables {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

function isoText(value: string): string {
  const written = STEPS.reduce((rest, [from, to]) => `replace(${rest}, '${from}', '${to}')`, value);
  return `if(replace(createJSON(ifempty(${value}, '')), '${ISO_TEXT}', '') = '', ${written}, '')`;
}

function date(value: string, text: string, otherwise: string): string {
  const unit = `if(${value} < ${FIRST_MILLISECONDS}, 'X', 'x')`;
  const number = `if(${isNumber(value)}, parseDate(toString(${value}), ${unit}), ${otherwise})`;
  return `if(${text}, parseDate(${text}, '${FORMAT}'), ${number})`;
}

/** By the keys that Make hands over: those that Kolvera sends. */
function datesOf(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([key, field]) =>
    isDateTime(field) ? [field.sentAs ?? key] : [],
  );
}

function isDateTime(field: Field): boolean {
  return field.type === 'string' && field.format === 'date-time';
}

/** The envelope's are the same for all events. */
function envelopeDates([first]: Catalogue): readonly string[] {
  const fields = first ? eventFields(first) : [];
  return fields.flatMap(({ path: [key = '', ...below], format }) =>
    below.length === 0 && format === 'date-time' ? [key] : [],
  );
}
