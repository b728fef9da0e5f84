/** @module An event's data as a form generated from its schema, and reading that form. */
import {
  type EventDefinition,
  type Field,
  type Fields,
  isObject,
  nestsTooDeep,
} from '@kolvera/event-schema';
import { html } from 'hono/html';
import type { Html } from './html.ts';
import { selected } from './parts.ts';

/** The prefix of the inputs' names, which are paths: `data.contact.email`. */
const PREFIX = 'data.';

/** The inputs for an event's data. @param data their values: the sample, or what was typed. */
export function eventInputs({ data: fields }: EventDefinition, data: unknown): Html {
  return html`${Object.entries(fields).map(([key, field]) => input(field, [key], valueAt(data, [key])))}`;
}

function input(field: Field, path: readonly string[], value: unknown): Html {
  if (field.type === 'object') {
    return html`<fieldset><legend>${field.label}</legend>${Object.entries(field.fields).map(
      ([key, inner]) => input(inner, [...path, key], valueAt(value, [key])),
    )}</fieldset>`;
  }
  const name = PREFIX + path.join('.');
  return html`<label><span>${field.label} <small class="type">${typeOf(field)}</small></span>${control(field, name, value)}
<small>${field.description}</small></label>`;
}

function control(field: Exclude<Field, { type: 'object' }>, name: string, value: unknown): Html {
  switch (field.type) {
    case 'boolean':
      return html`<select name="${name}"><option value="">empty</option><option${selected(value === true)}>true</option><option${selected(value === false)}>false</option></select>`;
    case 'integer':
    case 'number':
      return html`<input name="${name}" inputmode="decimal" value="${shown(value)}" autocomplete="off">`;
    case 'array': {
      const plain = field.items.type !== 'object' && field.items.type !== 'array';
      const text =
        plain && Array.isArray(value) ? value.map(shown).join(', ') : JSON.stringify(value);
      return plain
        ? html`<input name="${name}" value="${text ?? ''}" autocomplete="off" placeholder="separated by commas">`
        : html`<textarea name="${name}" rows="3" spellcheck="false">${text ?? ''}</textarea>`;
    }
    case 'string': {
      const { options } = field;
      if (!options) return html`<input name="${name}" value="${shown(value)}" autocomplete="off">`;
      const list = `options-${name}`;
      return html`<input name="${name}" value="${shown(value)}" list="${list}" autocomplete="off"><datalist id="${list}">${options.map((option) => html`<option value="${option}"></option>`)}</datalist>`;
    }
  }
}

/** The type of a field, as the form shows it. */
function typeOf(field: Field): string {
  if (field.type === 'array') return 'list';
  if (field.type !== 'string') return field.type;
  return field.options ? 'choice' : (field.format ?? 'text');
}

function shown(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

/** What was typed cannot be sent; the message says why. */
export class TypedError extends Error {
  override readonly name = 'TypedError';
}

/**
 * Reads the inputs. An empty one is null, or absent if it is absent from the sample.
 * @throws TypedError
 */
export function readInputs(
  { data: fields, sample }: EventDefinition,
  form: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return readFields(fields, [], form, sample.data);
}

function readFields(
  fields: Fields,
  path: readonly string[],
  form: Readonly<Record<string, unknown>>,
  sample: unknown,
): Record<string, unknown> {
  const entries = Object.entries(fields).flatMap(([key, field]): [string, unknown][] => {
    const at = [...path, key];
    const known = valueAt(sample, [key]);
    if (field.type === 'object') {
      const inner = readFields(field.fields, at, form, known);
      return Object.keys(inner).length === 0 && known === undefined ? [] : [[key, inner]];
    }
    const typed = form[PREFIX + at.join('.')];
    if (typeof typed !== 'string' || typed === '') return known === undefined ? [] : [[key, null]];
    return [[key, readValue(field, typed)]];
  });
  return Object.fromEntries(entries);
}

function readValue(field: Exclude<Field, { type: 'object' }>, typed: string): unknown {
  switch (field.type) {
    case 'boolean':
      return typed === 'true';
    case 'integer':
    case 'number': {
      const number = Number(typed);
      if (!Number.isFinite(number)) throw new TypedError(`${field.label} must be a number.`);
      return number;
    }
    case 'array':
      if (field.items.type === 'object' || field.items.type === 'array')
        return readJson(typed, field.label);
      return typed.split(',').map((one) => one.trim());
    case 'string':
      return typed;
  }
}

/** Reads the data as JSON. @throws TypedError */
export function readJsonData(typed: unknown): Record<string, unknown> {
  const value = readJson(typeof typed === 'string' ? typed : '', 'The data');
  if (!isObject(value)) throw new TypedError('The data must be a JSON object.');
  if (nestsTooDeep(value)) throw new TypedError('The data nests objects and arrays too deep.');
  return value;
}

function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TypedError(
      `${what} is not valid JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** How data differs from the schema, in sentences. Absent and null values fit every type. */
export function differences(fields: Fields, data: unknown, path: readonly string[] = []): string[] {
  if (!isObject(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => {
    const at = [...path, key];
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) return [`${at.join('.')} is not in the schema. It is sent unchanged.`];
    if (value === null) return [];
    if (!fits(field, value)) return [`${at.join('.')} is usually ${TYPES[field.type]}.`];
    return field.type === 'object' ? differences(field.fields, value, at) : [];
  });
}

const TYPES = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  boolean: 'a boolean',
  integer: 'an integer',
  number: 'a number',
} as const satisfies Record<Field['type'], string>;

function fits({ type }: Field, value: unknown): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
