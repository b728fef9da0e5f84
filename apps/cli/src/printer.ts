/** @module A command's output: results on standard output, everything else on standard error. */
import { type Paint, painter } from './style.ts';
import type { Surroundings } from './surroundings.ts';

export interface Printer {
  readonly paint: Paint;
  /** Whether results are printed as JSON. */
  readonly json: boolean;
  /** Prints a result: as text, or with --json as one line of JSON. */
  result(text: string, data: unknown): void;
  /** Prints a message beside the results. */
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

/** Aligns the columns of a table. */
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
