/** @module Who or what an event is about, in a few words. */
import { isObject, type KolveraEvent } from '@kolvera/event-schema';
import { oneLine } from '../printable.ts';

/** The records that data may hold, the most telling first, and the keys of their names. */
const NAMES: readonly (readonly [record: string, keys: readonly string[]])[] = [
  ['meeting', ['title']],
  ['contact', ['name', 'email']],
  ['company', ['name', 'domain']],
  ['campaign', ['name']],
  ['job', ['job_key']],
];

/** @returns one line without control characters; null if the event does not say. */
export function whoOf({ data }: KolveraEvent): string | null {
  const records: Readonly<Record<string, unknown>> = data;
  for (const [record, keys] of NAMES) {
    const value = records[record];
    if (!isObject(value)) continue;
    for (const key of keys) {
      const name = value[key];
      if (typeof name === 'string' && name !== '') return oneLine(name, 40);
    }
  }
  return null;
}
