/** @module What an expression can see. */
import { ImlError } from './iml-error.ts';
import { type Collection, isArray, isCollection, type Value } from './value.ts';

/**
 * A variable that Make offers in one place. A `declared` one has keys that the definitions
 * declare (parameters, a connection's fields, what attach has kept): another key is a mistake.
 * An `open` one comes from outside (a body, headers): a key that is not there is undefined.
 */
export type Variable =
  | { readonly kind: 'open'; readonly value: Value }
  | { readonly kind: 'declared'; readonly value: Collection };

export type Scope = { readonly [variable: string]: Variable };

export const open = (value: Value): Variable => ({ kind: 'open', value });
export const declared = (value: Collection): Variable => ({ kind: 'declared', value });

/** @throws ImlError `unknown_variable`, or `unknown_key` below a declared variable. */
export function lookUp(scope: Scope, name: string, steps: readonly (string | number)[]): Value {
  const variable = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (variable === undefined) {
    const known = Object.keys(scope).join(', ');
    throw new ImlError('unknown_variable', `There is no variable "${name}" here, only ${known}.`);
  }
  const [first] = steps;
  if (
    variable.kind === 'declared' &&
    first !== undefined &&
    !Object.hasOwn(variable.value, first)
  ) {
    throw new ImlError('unknown_key', `"${name}" has no "${first}": nothing declares it.`);
  }
  return steps.reduce<Value>(below, variable.value);
}

function below(value: Value, step: string | number): Value {
  if (typeof step === 'number') return isArray(value) ? value[step - 1] : undefined;
  return isCollection(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
