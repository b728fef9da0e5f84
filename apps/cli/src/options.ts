/** @module Parsers of option values. Each rejects what it cannot parse and says why. */
import { InvalidArgumentError, Option } from 'commander';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `2s`, `10m`, `3h`, `1d`. @returns milliseconds. */
export function duration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  const milliseconds = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(milliseconds > 0))
    throw new InvalidArgumentError('Enter a duration such as 500ms, 2s or 10m.');
  return milliseconds;
}

/** 1 or greater. */
export function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError('Enter a whole number, 1 or greater.');
  }
  return number;
}

/** 0 picks a free port. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) {
    throw new InvalidArgumentError('Enter a port from 0 to 65535; 0 picks a free one.');
  }
  return number;
}

/** `http://localhost:3000/kolvera`; without a scheme, as `localhost:3000`, http. */
export function webAddress(text: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(withScheme)) {
    throw new InvalidArgumentError('Enter a URL such as http://localhost:3000/kolvera.');
  }
  return new URL(withScheme).href;
}

/** Several values, separated by commas or given by repeating the option. */
export function list(text: string, before: readonly string[] = []): readonly string[] {
  const values = text.split(',').map((value) => value.trim());
  return [...before, ...values.filter((value) => value !== '')];
}

/** The values of a repeatable option. */
export function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export function timeoutOption(): Option {
  return new Option('--timeout <time>', 'how long to wait for a response')
    .argParser(duration)
    .default(10_000, '10s');
}
