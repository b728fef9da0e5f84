/** @module What a command says: results on standard output, all else on standard error. */
import { type Paint, painter } from './style.ts';
import type { Surroundings } from './surroundings.ts';

export interface Printer {
  readonly paint: Paint;
  /** Whether programs read the results. */
  readonly json: boolean;
  /** A result: for people as text, with --json as one line of JSON. */
  result(text: string, data: unknown): void;
  /** Something beside the results. */
  note(text: string): void;
}

export interface PrinterOptions {
  readonly json?: boolean | undefined;
}

export function printer(
  { stdout, stderr, env }: Surroundings,
  { json = false }: PrinterOptions,
): Printer {
  return {
    paint: painter(stdout, env),
    json,
    result: (text, data) => stdout.write(`${json ? JSON.stringify(data) : text}\n`),
    note: (text) => stderr.write(`${text}\n`),
  };
}

/** Aligns the columns of a table; the last may be as wide as it likes. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
