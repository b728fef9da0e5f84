/** @module What a terminal shows after all that was written to it, by xterm.js without its window. */
import xterm from '@xterm/headless';

export interface Span {
  readonly text: string;
  readonly style: string;
}

/** Pieces of one style each, without white space at the end. */
export type ScreenLine = readonly Span[];

/** The names of the colours 1 to 6 that a terminal has by default. */
const COLOURS = ['', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan'];

export async function readScreen(
  written: string,
  columns: number,
  rows: number,
): Promise<readonly ScreenLine[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(written, done));
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = buffer.getLine(buffer.viewportY + row);
    const spans: { text: string; style: string }[] = [];
    for (let column = 0; line !== undefined && column < columns; column += 1) {
      const cell = line.getCell(column);
      if (cell === undefined) continue;
      const style = [
        cell.isBold() ? 'bold' : '',
        cell.isDim() ? 'dim' : '',
        cell.isFgDefault() ? '' : (COLOURS[cell.getFgColor()] ?? ''),
      ]
        .filter((name) => name !== '')
        .join(' ');
      const text = cell.getChars() || ' ';
      const last = spans.at(-1);
      if (last?.style === style) last.text += text;
      else spans.push({ text, style });
    }
    return spans;
  });
  terminal.dispose();
  return lines;
}
