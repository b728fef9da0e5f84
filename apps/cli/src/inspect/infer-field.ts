/** @module A field of the catalogue as captured values suggest it: type and format, and no value. */
import { type Field, isObject, type TextFormat } from '@kolvera/event-schema';

const FORMATS: readonly (readonly [TextFormat, RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['email', /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ['uri', /^https?:\/\/\S+$/],
  ['phone', /^\+\d{7,15}$/],
  ['timezone', /^[A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/-]+$/],
];

function formatOf(text: string): TextFormat | undefined {
  return FORMATS.find(([, form]) => form.test(text))?.[0];
}

/**
 * What a value tells of its field: its type, format and keys. Of many values of one kind a single one
 * is as good as all; the values of an enumeration are kinds of their own.
 */
export function kindOf(value: unknown, field?: Field): string {
  if (Array.isArray(value)) return `[${[...new Set(value.map((item) => kindOf(item)))].sort()}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).filter(isFieldKey).sort();
    return `{${keys.map((key) => `${key}:${kindOf(value[key])}`)}}`;
  }
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  const isEnumerated = field?.type === 'string' && field.options !== undefined;
  return isEnumerated ? `"${value}` : `text ${formatOf(value) ?? ''}`;
}

/** Whether a key can become one of the catalogue. Others may be data: a table by email address, say. */
export const isFieldKey = (key: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(key);

/** `linkedinFollowers` is `linkedin_followers` in the catalogue, as all of its keys are. */
export function catalogueKey(sent: string): string {
  return sent
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * @param sent the key under which the values were sent. Of two types, the first counts.
 * @returns null where every value is null or an empty list.
 */
export function inferField(sent: string, values: readonly unknown[]): Field | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  const [first] = known;
  const key = catalogueKey(sent);
  const label = key.replaceAll(/(?:^|_+)([a-z0-9]|$)/g, (_, letter) => ` ${letter.toUpperCase()}`);
  const described = {
    label: label.trim(),
    description: `What Kolvera sends as "${sent}".`,
    source: 'observed' as const,
    nullable: true,
    ...(key !== sent && { sentAs: sent }),
  };
  if (Array.isArray(first)) {
    const items = inferField(key, known.flat());
    return items && { ...described, type: 'array', items };
  }
  if (isObject(first)) return { ...described, type: 'object', fields: inferFields(known) };
  switch (typeof first) {
    case 'string': {
      const [format] =
        FORMATS.find(([, form]) => known.every((text) => form.test(String(text)))) ?? [];
      return { ...described, type: 'string', ...(format && { format }) };
    }
    case 'number':
      return { ...described, type: known.every(Number.isInteger) ? 'integer' : 'number' };
    case 'boolean':
      return { ...described, type: 'boolean' };
    default:
      return null;
  }
}

function inferFields(values: readonly unknown[]): Record<string, Field> {
  const objects = values.filter(isObject);
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter(isFieldKey);
  const fields = keys.flatMap((key) => {
    const field = inferField(
      key,
      objects.map((object) => object[key]),
    );
    return field === null ? [] : [[catalogueKey(key), field] as const];
  });
  return Object.fromEntries(fields);
}
