/** @module Reads the columns of a row with their types. */
import type { SQLOutputValue } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;

function unexpected(column: string): never {
  throw new TypeError(`The column ${column} has an unexpected type.`);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : unexpected(column);
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : unexpected(column);
}

export function optionalInteger(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof Uint8Array ? value : unexpected(column);
}

/** @returns a column of milliseconds as an ISO 8601 time. */
export function time(row: Row, column: string): string {
  return new Date(integer(row, column)).toISOString();
}

export function optionalTime(row: Row, column: string): string | null {
  return row[column] === null ? null : time(row, column);
}
