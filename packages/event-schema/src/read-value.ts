/** @module Reads the values of an envelope: null for one that cannot be what it stands for. */

export function readName(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An integer beyond 2^53 has lost digits when it is read, and two of them could become one id. */
export function readId(value: unknown): string | null {
  return Number.isSafeInteger(value) ? String(value) : readName(value);
}

/** The number from which on a time is in milliseconds: in seconds it would be the year 5138. */
const FIRST_MILLISECONDS = 1e11;

/** Text stays as it was sent. A number of seconds or milliseconds since 1970 becomes ISO 8601 in UTC. */
export function readTime(value: unknown): string | null {
  if (typeof value !== 'number') return readName(value);
  const date = new Date(Math.abs(value) < FIRST_MILLISECONDS ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The time in a header, where a number is written as text. */
export function readTimeHeader(text: string): string | null {
  return readTime(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
}
