/** @module parseDate for the tokens of an ISO date, in UTC. */
import { ImlError } from './iml-error.ts';

const digits: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  MM: '\\d{2}',
  DD: '\\d{2}',
  HH: '\\d{2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
  SSS: '\\d{3}',
  Z: 'Z|[+-]\\d{2}:?\\d{2}',
};
const tokens = new RegExp(Object.keys(digits).join('|'), 'gu');

/** @throws ImlError `wrong_argument` when the text does not have the format. */
export function parseDate(text: string, format: string): Date {
  if (format === 'X' || format === 'x') return sinceEpoch(text, format);
  if (/[A-Za-z]/u.test(format.replaceAll(tokens, '').replaceAll('T', '')))
    throw new ImlError('wrong_argument', `does not support the date format "${format}".`);
  const pattern = format.replaceAll(/[.+*?^$()[\]{}|\\]/gu, '\\$&');
  const named = pattern.replaceAll(tokens, (token) => `(?<${token}>${digits[token]})`);
  const found = new RegExp(`^${named}$`, 'u').exec(text)?.groups;
  const at = (token: string, otherwise: string) => found?.[token] ?? otherwise;
  const zone = at('Z', 'Z').replace(/^(.\d\d)(\d\d)$/u, '$1:$2');
  const date = new Date(
    `${at('YYYY', '1970')}-${at('MM', '01')}-${at('DD', '01')}T${at('HH', '00')}:${at('mm', '00')}:${at('ss', '00')}.${at('SSS', '000')}${zone}`,
  );
  if (!found || Number.isNaN(date.getTime()))
    throw new ImlError('wrong_argument', `cannot read "${text}" as ${format}.`);
  return date;
}

/** Seconds or milliseconds since 1970. */
function sinceEpoch(text: string, format: 'X' | 'x'): Date {
  const date = new Date(Number(text) * (format === 'X' ? 1000 : 1));
  if (!/^-?[0-9.]+$/u.test(text) || Number.isNaN(date.getTime()))
    throw new ImlError('wrong_argument', `cannot read "${text}" as ${format}.`);
  return date;
}
