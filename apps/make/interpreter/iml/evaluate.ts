/** @module The value of an expression. */
import { callFunction } from './functions.ts';
import { ImlError } from './iml-error.ts';
import type { BinaryOperator, Expression } from './parse.ts';
import { lookUp, type Scope } from './scope.ts';
import { isEmpty, isTrue, type Value } from './value.ts';

/** @throws ImlError for anything that the expression should not contain. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return lookUp(scope, expression.variable, expression.steps);
    case 'not':
      return !isTrue(evaluate(expression.operand, scope));
    case 'binary':
      return operate(expression.operator, expression.left, expression.right, scope);
    case 'call':
      return call(expression.name, expression.args, scope);
  }
}

/** `if` and `ifempty` evaluate only the branch that they return; all others evaluate first. */
function call(name: string, args: readonly Expression[], scope: Scope): Value {
  const [first, second, third] = args;
  if (name === 'if') {
    if (!first || !second || !third || args.length > 3) {
      throw new ImlError('wrong_argument', 'if takes a condition and two values.');
    }
    return evaluate(isTrue(evaluate(first, scope)) ? second : third, scope);
  }
  if (name === 'ifempty') {
    if (!first || !second || args.length > 2) {
      throw new ImlError('wrong_argument', 'ifempty takes two values.');
    }
    const value = evaluate(first, scope);
    return isEmpty(value) ? evaluate(second, scope) : value;
  }
  return callFunction(
    name,
    args.map((arg) => evaluate(arg, scope)),
  );
}

function operate(
  operator: BinaryOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Value {
  const a = evaluate(left, scope);
  if (operator === '&&') return isTrue(a) && isTrue(evaluate(right, scope));
  if (operator === '||') return isTrue(a) || isTrue(evaluate(right, scope));
  const b = evaluate(right, scope);
  if (operator === '=') return equal(a, b);
  if (operator === '!=') return !equal(a, b);
  return arithmetic[operator](number(a), number(b));
}

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
};

/**
 * Texts, numbers or booleans, both of one type: whether '' and 0 equal false is documented nowhere, so
 * that a definition must not depend on it. Null and undefined are alike.
 */
function equal(a: Value, b: Value): boolean {
  if (typeof (a ?? '') === 'object' || typeof (b ?? '') === 'object') {
    throw new ImlError('wrong_operand', '= cannot compare arrays, collections or dates.');
  }
  const isNull = (a ?? null) === null || (b ?? null) === null;
  if (typeof a !== typeof b && (!isNull || typeof a === 'boolean' || typeof b === 'boolean')) {
    throw new ImlError('wrong_operand', `= cannot compare ${typeof a} with ${typeof b}.`);
  }
  return (a ?? null) === (b ?? null);
}

function number(value: Value): number {
  if (typeof value !== 'number') {
    throw new ImlError('wrong_operand', `Operators take numbers, not ${typeof value}.`);
  }
  return value;
}
