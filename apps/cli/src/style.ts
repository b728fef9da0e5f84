/** @module Colours: on a terminal only, and never against NO_COLOR (no-color.org). */
import { styleText } from 'node:util';
import type { Output, Surroundings } from './surroundings.ts';

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'inverse';

/** Styles a text, or returns it unchanged. */
export type Paint = (style: Style, text: string) => string;

/** FORCE_COLOR forces colours where there is no terminal. */
export function painter(output: Output, env: Surroundings['env']): Paint {
  const coloured =
    !env.NO_COLOR && (!!env.FORCE_COLOR || (output.isTTY === true && env.TERM !== 'dumb'));
  return (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text);
}
