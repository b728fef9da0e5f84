/** @module How the values of options are read. Each refuses what it cannot read, and says why. */
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
  if (!(milliseconds > 0)) throw new InvalidArgumentError('Write a time like 500ms, 2s or 10m.');
  return milliseconds;
}

/** 1 and above. */
export function count(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidArgumentError('Write a whole number from 1 on.');
  }
  return number;
}

/** 0 takes a free port. */
export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65_535) {
    throw new InvalidArgumentError('Write a port from 0 to 65535; 0 takes a free one.');
  }
  return number;
}

/** `http://localhost:3000/kolvera`; without a scheme, `localhost:3000`, it is http. */
export function webAddress(text: string): string {
  const withScheme = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(withScheme)) {
    throw new InvalidArgumentError('Write an address like http://localhost:3000/kolvera.');
  }
  return new URL(withScheme).href;
}

/** Several values, separated by commas or by repeating the option. */
export function list(text: string, before: readonly string[] = []): readonly string[] {
  const values = text.split(',').map((value) => value.trim());
  return [...before, ...values.filter((value) => value !== '')];
}

/** The values of an option that may be repeated. */
export function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** How long to wait for an answer: 10 s unless set. */
export function timeoutOption(): Option {
  return new Option('--timeout <time>', 'how long to wait for an answer')
    .argParser(duration)
    .default(10_000, '10s');
}
