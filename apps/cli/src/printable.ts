/** @module Untrusted text on a terminal, which obeys control characters. */

/** Replaces every control and format character; line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(/[^\P{C}\n\t]/gu, '\ufffd');
}

/** In one line, truncated to a number of characters. */
export function oneLine(text: string, longest: number): string {
  const characters = [...printable(text).replace(/\s+/g, ' ').trim()];
  return characters.length > longest
    ? `${characters.slice(0, longest - 1).join('')}…`
    : characters.join('');
}
