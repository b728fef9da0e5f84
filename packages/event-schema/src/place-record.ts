/** @module A record that was sent bare, put where the catalogue has it. */
import { isObject } from './is-object.ts';
import type { KnownEvent } from './known-event.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Moves a bare record under its subject: `{ id, email }` of a contact event becomes
 * `{ contact: { id, email } }`, so that a field has one place however Kolvera sends it.
 *
 * Only fields of the record move, and only where the data has nothing under the subject's key. What
 * the event itself has under that name stays, as do objects (a record's fields are plain values or
 * lists), unknown keys, and everything of an event that this release does not know.
 *
 * @param record that of the event; none for one that this release does not know.
 * @returns the data as it was when nothing moves.
 */
export function placeRecord(record: KnownEvent['record'] | undefined, data: Json): Json {
  if (!record || Object.hasOwn(data, record.key)) return data;
  if (record.sentAs !== undefined && Object.hasOwn(data, record.sentAs)) return data;
  const belongs = ([key, value]: [string, unknown]) =>
    record.fields.includes(key) && !isObject(value);
  const entries = Object.entries(data);
  const moved = entries.filter(belongs);
  if (moved.length === 0) return data;
  const kept = entries.filter((entry) => !belongs(entry));
  // `fromEntries` defines keys, so that `__proto__` stays an ordinary one.
  return Object.fromEntries([[record.key, Object.fromEntries(moved)], ...kept]);
}
