/** @module parseDate and formatDate for the tokens of an ISO date, in UTC. */
import { ImlError } from './iml-error.ts';
import type { Value } from './value.ts';

const tokens = /YYYY|MM|DD|HH|mm|ss|SSS|Z/gu;

const digits: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  MM: '\\d{2}',
  DD: '\\d{2}',
  HH: '\\d{2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
  SSS: '\\d{3}',
  Z: 'Z|[+-]\\d{2}:\\d{2}',
};

/** @throws ImlError `wrong_argument` when the text does not have the format. */
export function parseDate(text: string, format: string): Date {
  const pattern = checked(format).replaceAll(/[.+*?^$()[\]{}|\\]/gu, '\\$&');
  const named = pattern.replaceAll(tokens, (token) => `(?<${token}>${digits[token]})`);
  const found = new RegExp(`^${named}$`, 'u').exec(text)?.groups;
  const at = (token: string, otherwise: string) => found?.[token] ?? otherwise;
  const date = new Date(
    `${at('YYYY', '1970')}-${at('MM', '01')}-${at('DD', '01')}T${at('HH', '00')}:${at('mm', '00')}:${at('ss', '00')}.${at('SSS', '000')}${at('Z', 'Z')}`,
  );
  if (!found || Number.isNaN(date.getTime())) {
    throw new ImlError('wrong_argument', `parseDate cannot read "${text}" as ${format}.`);
  }
  return date;
}

/** @throws ImlError `wrong_argument` for anything but a date. */
export function formatDate(date: Value, format: string): string {
  if (!(date instanceof Date)) throw new ImlError('wrong_argument', 'formatDate takes a date.');
  const iso = date.toISOString();
  const parts: Readonly<Record<string, string>> = {
    YYYY: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    DD: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
    ss: iso.slice(17, 19),
    SSS: iso.slice(20, 23),
    Z: '+00:00',
  };
  return checked(format).replaceAll(tokens, (token) => parts[token] ?? token);
}

/** @throws ImlError `wrong_argument` for a letter that is not a supported token. */
function checked(format: string): string {
  const rest = format.replaceAll(tokens, '').replaceAll('T', '');
  if (/[A-Za-z]/u.test(rest)) {
    throw new ImlError(
      'wrong_argument',
      `The interpreter does not support the date format "${format}".`,
    );
  }
  return format;
}
