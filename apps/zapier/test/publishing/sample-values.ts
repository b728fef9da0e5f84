/** @module What Zapier asks of the values in samples. */
import type { PlainOutputField } from 'zapier-platform-core';
import { valueAt } from './app-parts.ts';

const DATE_LIKE = /^\d{4}-\d{2}-\d{2}|^\d{1,2}[ /-](\w{3}|\d{1,2})[ /-]\d{2,4}|^\d{1,2}:\d{2}/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** Whether a text is a date, but not as ISO 8601 has it, or has a time without a zone. */
export function isDateOfAnotherForm(text: string): boolean {
  return DATE_LIKE.test(text) && !ISO_DATE.test(text);
}

/** Whether a sample's value is what its output field says. Null and absence are, unless required. */
export function fits(
  { type, list, required, children }: PlainOutputField,
  value: unknown,
): boolean {
  if (value === undefined) return !required;
  if (value === null) return true;
  if (children) {
    return (
      Array.isArray(value) &&
      value.every((item) => children.every((child) => fits(child, valueAt(item, child.key))))
    );
  }
  if (list) return Array.isArray(value) && value.every((item) => fits(fieldOf(type), item));
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'datetime':
      return typeof value === 'string' && ISO_DATE.test(value);
    default:
      return typeof value === 'string';
  }
}

function fieldOf(type: PlainOutputField['type']): PlainOutputField {
  return type === undefined ? { key: 'item' } : { key: 'item', type };
}
