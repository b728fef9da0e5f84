/** @module A few values in memory, each with a random ID; the oldest make room for new ones. */
import { randomUUID } from 'node:crypto';

/** How many values are kept. */
const KEPT = 100;

export function recentValues<Value>() {
  const values = new Map<string, Value>();
  return {
    /** @returns the value's ID. */
    add(value: Value): string {
      const id = randomUUID();
      values.set(id, value);
      const [oldest = ''] = values.keys();
      if (values.size > KEPT) values.delete(oldest);
      return id;
    },
    find: (id: string | undefined): Value | undefined =>
      id === undefined ? undefined : values.get(id),
  };
}
