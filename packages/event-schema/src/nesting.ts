/** @module How deep a JSON value nests, found without recursion, which a hostile one could exhaust. */

const MAX_NESTING = 256;

/**
 * Whether a text can nest deeper than `MAX_NESTING` levels at all: whether it opens that many
 * objects and arrays. Hardly any event does, and `indexOf` finds that out at next to no cost.
 */
export function mayNestTooDeep(text: string): boolean {
  let opened = 0;
  for (const bracket of ['{', '[']) {
    let at = text.indexOf(bracket);
    while (at !== -1) {
      opened += 1;
      if (opened > MAX_NESTING) return true;
      at = text.indexOf(bracket, at + 1);
    }
  }
  return false;
}

/**
 * Whether objects and arrays nest deeper than `MAX_NESTING` levels; the outermost is the first.
 * Goes over the parsed value level by level: that takes a fifth of the time of parsing it, a scan
 * of the text takes half. (The parser itself does not recurse.)
 */
export function nestsTooDeep(root: object): boolean {
  let level = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_NESTING) return true;
    const below: object[] = [];
    for (const container of level) {
      for (const value of Array.isArray(container) ? container : Object.values(container)) {
        if (typeof value === 'object' && value !== null) below.push(value);
      }
    }
    level = below;
  }
  return false;
}
