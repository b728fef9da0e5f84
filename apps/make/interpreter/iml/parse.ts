/** @module The grammar: operators by precedence, function calls, property paths and literals. */
import { ImlError } from './iml-error.ts';
import { type Token, tokenize } from './tokenize.ts';

export type BinaryOperator = (typeof precedence)[number][number];

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A variable and the keys (texts) or 1-based positions (numbers) below it. */
  | {
      readonly kind: 'path';
      readonly variable: string;
      readonly steps: readonly (string | number)[];
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };

/** Loosest first. */
const precedence = [['||'], ['&&'], ['=', '!='], ['<=', '>=', '<', '>'], ['+']] as const;

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** @throws ImlError `syntax` when the text is not one whole expression. */
export function parse(text: string): Expression {
  const tokens = tokenize(text);
  let position = 0;

  const fail = () => {
    const token = tokens[position];
    const what = token === undefined ? 'the end' : `"${token.value}"`;
    return new ImlError('syntax', `Unexpected ${what} in {{${text}}}.`);
  };
  const take = (...signs: readonly string[]): string | undefined => {
    const token = tokens[position];
    if (token?.kind !== 'sign' || !signs.includes(token.value)) return undefined;
    position += 1;
    return token.value;
  };
  const expect = (sign: string) => {
    if (take(sign) === undefined) throw fail();
  };
  const next = (): Token => {
    const token = tokens[position];
    if (token === undefined) throw fail();
    position += 1;
    return token;
  };

  const binary = (level: number): Expression => {
    const operators = precedence[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const sign = take(...operators);
      const operator = operators.find((candidate) => candidate === sign);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: binary(level + 1) };
    }
  };

  const unary = (): Expression => {
    if (take('!')) return { kind: 'not', operand: unary() };
    return primary();
  };

  const primary = (): Expression => {
    if (take('(')) {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    const token = next();
    if (token.kind === 'text' || token.kind === 'number') {
      return { kind: 'literal', value: token.value };
    }
    if (token.kind !== 'name') {
      position -= 1;
      throw fail();
    }
    if (take('(')) return { kind: 'call', name: token.value, args: args() };
    const word = words.get(token.value);
    if (word !== undefined) return { kind: 'literal', value: word };
    return { kind: 'path', variable: token.value, steps: steps() };
  };

  const args = (): readonly Expression[] => {
    const found: Expression[] = [];
    if (take(')')) return found;
    for (;;) {
      found.push(binary(0));
      if (take(')')) return found;
      expect(',');
    }
  };

  const steps = (): readonly (string | number)[] => {
    const found: (string | number)[] = [];
    for (;;) {
      if (take('.')) {
        const token = next();
        if (token.kind !== 'name' && token.kind !== 'key') {
          position -= 1;
          throw fail();
        }
        found.push(token.value);
      } else if (take('[')) {
        const token = next();
        if (token.kind !== 'number' || !Number.isInteger(token.value) || token.value < 1) {
          position -= 1;
          throw fail();
        }
        found.push(token.value);
        expect(']');
      } else return found;
    }
  };

  const expression = binary(0);
  if (position < tokens.length) throw fail();
  return expression;
}
