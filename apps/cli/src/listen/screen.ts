/** @module Scrolling lines above a few fixed lines at the bottom of the terminal. */
import type { Output } from '../surroundings.ts';

const TO_LINE_START = '\r';
const CLEAR_BELOW = '\u001b[J';
/** The terminal truncates long lines instead of wrapping them, so that lines can be counted. */
const NO_WRAP = '\u001b[?7l';
const WRAP = '\u001b[?7h';

export interface Screen {
  /** Prints lines above the bottom. */
  print(text: string): void;
  /** Replaces the lines at the bottom. */
  setBottom(lines: readonly string[]): void;
}

export function openScreen(output: Output): Screen {
  let bottom: readonly string[] = [];

  const erased = () =>
    `${TO_LINE_START}${bottom.length > 1 ? `\u001b[${bottom.length - 1}A` : ''}${CLEAR_BELOW}`;
  const drawn = () => `${NO_WRAP}${bottom.join('\n')}${WRAP}`;

  return {
    print(text) {
      output.write(`${erased()}${text}\n${drawn()}`);
    },
    setBottom(lines) {
      const before = erased();
      bottom = lines;
      output.write(`${before}${drawn()}`);
    },
  };
}
