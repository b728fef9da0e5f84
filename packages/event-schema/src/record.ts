/** @module The record that an event is about, and where the event's data holds it. */
import type { EventDefinition } from './event-definition.ts';
import type { Fields } from './field.ts';
import { subjectTraits } from './subjects.ts';

export interface EventRecord {
  /** The key in the event's data: `contact`. */
  readonly key: string;
  readonly fields: Fields;
}

/** @returns null for an event whose subject has no record. */
export function recordOf(definition: EventDefinition): EventRecord | null {
  const key = subjectTraits(definition.subject).record;
  const field = key === null ? undefined : definition.data[key];
  return key === null || field?.type !== 'object' ? null : { key, fields: field.fields };
}
