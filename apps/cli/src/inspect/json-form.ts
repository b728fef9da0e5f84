/** @module How a sender writes its JSON. Make gets parsed JSON, so it can verify only some forms. */

const COMPACT = 'compact';

/** The forms that Make's watch modules try: apps/make/src/app/writings.ts. */
const MAKE_VERIFIES: ReadonlySet<string> = new Set([
  COMPACT,
  'a line break at the end',
  'spaces',
  'slashes escaped',
  '<, > and & escaped',
  'a line break at the end, <, > and & escaped',
]);

/** Whether Make's watch modules can verify a body in this form. */
export function makeVerifies(form: string): boolean {
  return MAKE_VERIFIES.has(form);
}

/** Whether the text is what JSON.stringify writes, and if not, in what it differs. */
export function jsonForm(body: string): string {
  if (isCanonical(body)) return COMPACT;
  const structure = body.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const found = [
    ...(/\n\s*\S/.test(structure) ? ['indented'] : []),
    ...(/\n\s*$/.test(structure) ? ['a line break at the end'] : []),
    ...(/[:,] /.test(structure) && !/\n\s*\S/.test(structure) ? ['spaces'] : []),
    ...(/\\u00(?:[89a-f]|[a-f][0-9a-f])|\\u0[1-9a-f]|\\u[1-9a-f]/i.test(body)
      ? ['accents escaped']
      : []),
    ...(/\\\//.test(body) ? ['slashes escaped'] : []),
    ...(/\\u00(?:3c|3e|26)/i.test(body) ? ['<, > and & escaped'] : []),
    ...(/\d\.\d*0[,}\]\s]|\d[eE][+-]?\d/.test(structure)
      ? ['numbers with a decimal point or an exponent']
      : []),
  ];
  return found.length > 0 ? found.join(', ') : 'otherwise';
}

function isCanonical(body: string): boolean {
  try {
    return JSON.stringify(JSON.parse(body)) === body;
  } catch {
    return false;
  }
}
