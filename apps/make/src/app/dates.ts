/**
 * @module The dates of an event, parsed: what a watch module does with what its webhook hands over.
 *
 * Make's review asks for it. `parseDate` throws for anything else, so that only a whole date with a
 * time and an offset is parsed. The rest stays as it was sent, a day without a time among it.
 */
import { type Catalogue, eventFields, type Field, type Fields } from '@kolvera/event-schema';
import type { InstantTriggerSection, TemplateJson } from '../definition/communication.ts';
import { isCollection, plainText } from './expressions.ts';

const YEAR = '20[0-9][0-9]';
const LEAP_YEAR = '20(?:[02468][048]|[13579][26])';
const DAY = [
  `${YEAR}-(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])`,
  `${YEAR}-(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)`,
  `${YEAR}-02-(?:0[1-9]|1[0-9]|2[0-8])`,
  `${LEAP_YEAR}-02-29`,
].join('|');
const TIME = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const MILLISECONDS = '(?:[.][0-9][0-9][0-9])?';
const OFFSET = '(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])';

/** No braces and no backslashes, which an expression might read otherwise. */
const PATTERN = `/^(?:${DAY})T${TIME}${MILLISECONDS}${OFFSET}$/`;

/** Undefined, for which Make has no word: a key with it vanishes, and what was spread before stays. */
const ABSENT = 'payload.`(absent)`';

/** A section that gives the payload with its dates parsed. */
export function withDates(catalogue: Catalogue): InstantTriggerSection {
  const data = catalogue.flatMap((event) => Object.entries(event.data));
  const records = new Map<string, ReadonlySet<string>>();
  for (const [name, field] of data) {
    if (field.type !== 'object') continue;
    const key = field.sentAs ?? name;
    const dates = datesOf(field.fields);
    if (dates.length > 0) records.set(key, new Set([...(records.get(key) ?? []), ...dates]));
  }
  const temp = [...records].map(([key, dates]) => [key, record(key, [...dates])] as const);
  const chosen = [...records.keys()].map((key) => [key, `{{${chosenRecord(key)}}}`] as const);
  return {
    ...(temp.length > 0 && { temp: Object.fromEntries(temp) }),
    response: {
      output: {
        '{{...}}': '{{payload}}',
        ...parsed('payload', envelopeDates(catalogue)),
        data: {
          '{{...}}': '{{payload.data}}',
          ...parsed('payload.data', datesOf(Object.fromEntries(data))),
          ...Object.fromEntries(chosen),
        },
      },
    },
  };
}

/**
 * A record with its dates parsed. Only `temp` can hold it: written into the output, it would be an
 * empty collection where the event has no such record.
 */
function record(key: string, dates: readonly string[]): TemplateJson {
  const path = `payload.data.${key}`;
  return {
    '{{...}}': `{{if(${isCollection(path)}, ${path}, null)}}`,
    ...parsed(path, dates),
  };
}

function chosenRecord(key: string): string {
  const path = `payload.data.${key}`;
  return `if(${isCollection(path)}, ifempty(temp.${key}, ${path}), ${ABSENT})`;
}

function parsed(path: string, dates: readonly string[]): { readonly [key: string]: string } {
  return Object.fromEntries(
    dates.map((key) => {
      const value = `${path}.${key}`;
      return [key, `{{if(${isDate(value)}, parseDate(${value}, ${formatOf(value)}), ${ABSENT})}}`];
    }),
  );
}

function isDate(value: string): string {
  const text = plainText(value);
  return `if(contains(${text}, 'T'), replace(${text}, '${PATTERN}', '') = '', false)`;
}

function formatOf(value: string): string {
  return `if(contains(${value}, '.'), 'YYYY-MM-DDTHH:mm:ss.SSSZ', 'YYYY-MM-DDTHH:mm:ssZ')`;
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
