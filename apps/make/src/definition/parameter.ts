/** @module A field of a form (a parameter) or of an output (an interface), as Make's schema has it. */
import type { TemplateJson } from './communication.ts';

export type ParameterType =
  | 'any'
  | 'array'
  | 'boolean'
  | 'collection'
  | 'date'
  | 'email'
  | 'integer'
  | 'number'
  | 'password'
  | 'select'
  | 'text'
  | 'uinteger'
  | 'url';

export interface Option {
  readonly label: string;
  readonly value: string;
}

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly label: string;
  readonly help?: string;
  readonly required?: boolean;
  readonly advanced?: boolean;
  /** Whether a connection's value can be changed later; without it, Make refuses. */
  readonly editable?: boolean;
  readonly multiple?: boolean;
  readonly multiline?: boolean;
  readonly default?: TemplateJson;
  /** A list, or the RPC that gives it. */
  readonly options?: readonly Option[] | `rpc://${string}`;
  readonly validate?: { readonly pattern: string };
  /** The fields of a collection, or of an array's items. */
  readonly spec?: Spec;
}

/** The item of an array of plain values has a type alone. */
export type Spec = readonly Parameter[] | ArrayItem;

export interface ArrayItem {
  readonly type: ParameterType;
  readonly label: string;
  readonly spec?: Spec;
}
