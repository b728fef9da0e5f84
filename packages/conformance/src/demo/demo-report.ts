/** @module What the demo found, as data; the table and --json show the same. */
import type { Limit } from '../limits/limits-of.ts';

export interface Cell {
  readonly ok: boolean;
  /** Short text for the table: `4 ms`, `rejected`, `once`. */
  readonly text: string;
  /** From sending to the user's workflow. */
  readonly milliseconds?: number;
  /** Why the cell failed. */
  readonly note?: string;
  /** A declared limit of the platform; the demo does not fail for it. */
  readonly limit?: boolean;
}

export interface Column {
  readonly consumer: string;
  /** Cells by row title; none, but a `failure`, for a consumer that did not start. */
  readonly cells: Readonly<Record<string, Cell>>;
  readonly failure?: string;
  /** The suite's promises that the platform rules out, in this demo or beyond it. */
  readonly limits: readonly Limit[];
}

export interface DemoReport {
  readonly eventRows: readonly string[];
  /** Deliveries that must not start a workflow. */
  readonly hostileRows: readonly string[];
  /** Genuine deliveries that are sent more than once, as retries are. */
  readonly repeatRows: readonly string[];
  readonly columns: readonly Column[];
}

/** Whether every cell of every column holds. */
export function succeeded({ columns, eventRows, hostileRows, repeatRows }: DemoReport): boolean {
  const rows = [...eventRows, ...hostileRows, ...repeatRows];
  return columns.length > 0 && columns.every(({ cells }) => rows.every((row) => cells[row]?.ok));
}
