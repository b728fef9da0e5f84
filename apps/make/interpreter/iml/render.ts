/** @module A section's JSON with its `{{…}}` filled in. */
import { evaluate } from './evaluate.ts';
import { ImlError } from './iml-error.ts';
import { type Expression, parse } from './parse.ts';
import type { Scope } from './scope.ts';
import { asText, type Collection, isArray, isCollection, type Value } from './value.ts';

/** The key under which a collection is spread into the one around it. */
const SPREAD = '{{...}}';

/**
 * Fills in every text of a section. A text that is one expression keeps the expression's type;
 * keys whose value is undefined vanish.
 * @throws ImlError
 */
export function render(template: Value, scope: Scope): Value {
  if (typeof template === 'string') return renderText(template, scope);
  if (isArray(template)) return template.map((item) => render(item, scope));
  if (isCollection(template)) return renderCollection(template, scope);
  return template;
}

/** A definition's expressions are parsed once, however many deliveries they are evaluated for. */
const expressions = new Map<string, Expression>();

function parsed(text: string): Expression {
  const known = expressions.get(text);
  if (known) return known;
  const fresh = parse(text);
  expressions.set(text, fresh);
  return fresh;
}

function renderText(text: string, scope: Scope): Value {
  const parts = split(text);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression') return evaluate(parsed(only.text), scope);
  return parts
    .map((part) => (part.kind === 'text' ? part.text : asText(evaluate(parsed(part.text), scope))))
    .join('');
}

function renderCollection(template: Collection, scope: Scope): Collection {
  const entries: [string, Value][] = [];
  for (const [key, inner] of Object.entries(template)) {
    const value = render(inner, scope);
    if (key !== SPREAD) {
      if (value !== undefined) entries.push([key, value]);
    } else if (isCollection(value)) {
      entries.push(...Object.entries(value));
    } else if (value !== null) {
      throw new ImlError('wrong_spread', `"${SPREAD}" can spread only a collection or null.`);
    }
  }
  return Object.fromEntries(entries);
}

interface Part {
  readonly kind: 'text' | 'expression';
  readonly text: string;
}

/** Quoted texts inside an expression may hold braces. */
const expression = /\{\{(?<text>(?:'[^']*'|"[^"]*"|`[^`]*`|(?!\}\})[^'"`])*)\}\}/gu;

/** The expressions of a text and the text between them. @throws ImlError `syntax` */
export function split(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  const plain = (until: number) => {
    const between = text.slice(end, until);
    if (between.includes('{{')) throw new ImlError('syntax', `{{ is not closed in "${text}".`);
    if (between !== '') parts.push({ kind: 'text', text: between });
  };
  for (const match of text.matchAll(expression)) {
    plain(match.index);
    parts.push({ kind: 'expression', text: match.groups?.text ?? '' });
    end = match.index + match[0].length;
  }
  plain(text.length);
  return parts;
}
