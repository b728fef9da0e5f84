/** @module What values look like: their types, and the formats of their texts. */
import { isObject, type Shape, type TextFormat } from '@kolvera/event-schema';

const FORMATS: readonly (readonly [TextFormat, RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['uri', /^https?:\/\/\S+$/],
  ['phone', /^\+\d{7,15}$/],
  ['timezone', /^[A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/-]+$/],
];

/** Keys that can become keys of the catalogue. Others may be data: a table by email address, say. */
export const isFieldKey = (key: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(key);

/** @returns null for null and for an empty list: they look like nothing. */
export function shapeOf(value: unknown): Shape | null {
  if (Array.isArray(value)) {
    const items = value.map(shapeOf).reduce<Shape | null>(common, null);
    return items === null ? null : { type: 'array', items };
  }
  if (isObject(value)) {
    const fields = Object.entries(value).flatMap(([key, one]) => {
      const shape = isFieldKey(key) ? shapeOf(one) : null;
      return shape === null ? [] : [[key, shape] as const];
    });
    return { type: 'object', fields: Object.fromEntries(fields) };
  }
  switch (typeof value) {
    case 'string':
      return textShape(value);
    case 'number':
      return { type: Number.isInteger(value) ? 'integer' : 'number' };
    case 'boolean':
      return { type: 'boolean' };
    default:
      return null;
  }
}

function textShape(text: string): Shape {
  const [format] = FORMATS.find(([, pattern]) => pattern.test(text)) ?? [];
  return { type: 'string', ...(format !== undefined && { format }) };
}

/** The shape that covers both; of two types that differ, the first. */
export function common(one: Shape | null, other: Shape | null): Shape | null {
  if (one === null || other === null) return one ?? other;
  if (one.type === 'string' && other.type === 'string') {
    return one.format === other.format ? one : { type: 'string' };
  }
  if (one.type === 'integer' && other.type === 'number') return other;
  if (one.type === 'array' && other.type === 'array') {
    return { type: 'array', items: common(one.items, other.items) ?? one.items };
  }
  if (one.type === 'object' && other.type === 'object') {
    const fields = { ...one.fields };
    for (const [key, shape] of Object.entries(other.fields)) {
      fields[key] = common(fields[key] ?? null, shape) ?? shape;
    }
    return { type: 'object', fields };
  }
  return one;
}
