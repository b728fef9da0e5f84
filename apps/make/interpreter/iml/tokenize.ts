/** @module The tokens of the text between `{{` and `}}`. */
import { ImlError } from './iml-error.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  /** A key in back-ticks: .`x-kolvera-signature`. */
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string };

const pattern =
  /\s*(?:(?<number>\d+(?:\.\d+)?)|'(?<single>[^']*)'|"(?<double>[^"]*)"|`(?<key>[^`]+)`|(?<name>[A-Za-z_]\w*)|(?<sign>&&|\|\||!=|<=|>=|[=<>!+().,[\]]))/uy;

/** @throws ImlError `syntax` for a character that no token starts with. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (!groups)
      throw new ImlError(
        'syntax',
        `Unexpected "${text.slice(start).trim()[0]}" in {{${expression}}}.`,
      );
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>): Token {
  if (groups.number !== undefined) return { kind: 'number', value: Number(groups.number) };
  if (groups.name !== undefined) return { kind: 'name', value: groups.name };
  if (groups.key !== undefined) return { kind: 'key', value: groups.key };
  if (groups.sign !== undefined) return { kind: 'sign', value: groups.sign };
  return { kind: 'text', value: groups.single ?? groups.double ?? '' };
}
