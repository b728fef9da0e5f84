/** @module What Kolvera sends and Make hands over: the catalogue's values under Kolvera's keys. */
import { type Fields, isObject } from '@kolvera/event-schema';

/** @param fields that the value's keys are of; others keep their names. */
export function asSent(value: unknown, fields: Fields): unknown {
  if (Array.isArray(value)) return value.map((item) => asSent(item, fields));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const field = fields[key];
      const within = field?.type === 'array' ? field.items : field;
      const sent = asSent(inner, within?.type === 'object' ? within.fields : {});
      return [field?.sentAs ?? key, sent];
    }),
  );
}
