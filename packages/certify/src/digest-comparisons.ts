/**
 * @module Finds source text that compares an HMAC with an operator that stops at the first difference.
 * No response shows that: nanoseconds are lost among the microseconds of a request. It only reads text:
 * what it finds is worth a look, and finding nothing proves nothing.
 */

export interface SourceFile {
  /** For the report: `src/kolvera.ts`. */
  readonly path: string;
  readonly text: string;
}

/** A name and what is assigned to it, to the end of the statement, which may span lines. */
const ASSIGNMENT =
  /([$A-Z_a-z][\w$]*)(?:: ?\w+)? *:?=(?![=>])((?:[^;\n]|\n(?=\s*[.)\]])|(?<=[(,=])\n)*)/g;
/** A function that returns an HMAC: its name. */
const FUNCTION = /(?:function|def|func) +([A-Z_a-z]\w*)\([^;]{0,200}?\breturn\b[^;\n]*hmac/gi;
/** How a digest is turned into text. */
const TEXT_OF = String.raw`\.(?:hex)?(?:digest|toString)\(`;

const OPERATOR = '[!=]==?(?!=)';
const LITERAL = String.raw`\s*(?:["'\`\d]|null\b|undefined\b|None\b|nil\b|true\b|false\b)`;

/** @returns `path:line: text` of every line that compares an HMAC with `===`, `==`, `!==` or `!=`. */
export function digestComparisons({ path, text }: SourceFile): readonly string[] {
  const comparison = comparisonOf(namesOfDigests(text));
  return text
    .split('\n')
    .flatMap((line, index) =>
      !/^\s*(?:\/\/|\*|#)/.test(line) && comparison.test(line)
        ? [`${path}:${index + 1}: ${line.trim()}`]
        : [],
    );
}

function namesOfDigests(text: string): readonly string[] {
  const names = new Set([...text.matchAll(FUNCTION)].map(([, name = '']) => name));
  for (const [, name = '', value = ''] of text.matchAll(ASSIGNMENT)) {
    const isText = new RegExp(`${anyOf([...names])}${TEXT_OF}`).test(value);
    if (/hmac/i.test(value) || isText) names.add(name);
  }
  return [...names];
}

function comparisonOf(names: readonly string[]): RegExp {
  const digest = String.raw`${anyOf(names)}(?:\([^()]*\))?`;
  return new RegExp(
    [
      String.raw`${digest}\s*${OPERATOR}(?!${LITERAL})`,
      String.raw`${OPERATOR}\s*${digest}(?![\w$.(\[])`,
      String.raw`hmac[^;]*digest\([^()]*\)\s*${OPERATOR}`,
      String.raw`${OPERATOR}[^;&|)]*hmac[^;]*digest\(`,
    ].join('|'),
    'i',
  );
}

/** One of the names, whole; of no names, nothing. */
function anyOf(names: readonly string[]): string {
  const escaped = names.map((name) => name.replaceAll('$', String.raw`\$`));
  return names.length === 0 ? '(?!)' : String.raw`(?<![\w$])(?:${escaped.join('|')})(?![\w$])`;
}
