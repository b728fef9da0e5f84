/** @module What the demo found, as data; the table and --json show the same. */
import type { Limit } from '../limits/limits-of.ts';

export interface Cell {
  readonly ok: boolean;
  /** A few characters for the table: `4 ms`, `rejected`, `once`. */
  readonly text: string;
  /** From fire to the user's workflow. */
  readonly milliseconds?: number;
  /** Why the cell failed. */
  readonly note?: string;
  /** The platform cannot do it, and says so; the demo does not fail for it. */
  readonly limit?: boolean;
}

export interface Column {
  readonly consumer: string;
  /** Cells by row title; a consumer that did not start has none, and `failure`. */
  readonly cells: Readonly<Record<string, Cell>>;
  readonly failure?: string;
  /** It is still running, or its turn has not come. */
  readonly pending?: boolean;
  /** What the platform rules out of what the suite promises, in this demo or beyond it. */
  readonly limits: readonly Limit[];
}

export interface DemoReport {
  readonly eventRows: readonly string[];
  /** Deliveries that must start nothing. */
  readonly hostileRows: readonly string[];
  /** Genuine ones that come more than once, as retries do. */
  readonly repeatRows: readonly string[];
  readonly columns: readonly Column[];
}

/** Whether every cell of every column holds. */
export function succeeded({ columns, eventRows, hostileRows, repeatRows }: DemoReport): boolean {
  const rows = [...eventRows, ...hostileRows, ...repeatRows];
  return columns.length > 0 && columns.every(({ cells }) => rows.every((row) => cells[row]?.ok));
}
