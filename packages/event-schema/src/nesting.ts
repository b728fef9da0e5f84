/** @module How deep a JSON text nests, found without parsing and without recursion. */

export const MAX_NESTING = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether objects and arrays nest deeper than `MAX_NESTING` levels; the outermost is the first.
 * Runs before the parser, so that a hostile text costs no memory. An ordinary event has fewer
 * brackets than levels are allowed, which `indexOf` finds out far faster than a scan.
 */
export function nestsTooDeep(text: string): boolean {
  return hasManyBrackets(text) && deepestScan(text);
}

function hasManyBrackets(text: string): boolean {
  let seen = 0;
  for (const bracket of ['{', '[']) {
    let at = text.indexOf(bracket);
    while (at !== -1) {
      seen += 1;
      if (seen > MAX_NESTING) return true;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return false;
}

function deepestScan(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > MAX_NESTING) return true;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
    }
  }
  return false;
}

/** The index of the quote that closes the string opened at `start`; the text's end without one. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at += 1;
  }
  return text.length;
}
