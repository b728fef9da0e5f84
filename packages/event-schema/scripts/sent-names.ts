/** @module Where an event's data is sent under other keys than the catalogue's. */
import type { EventDefinition } from '../src/event-definition.ts';
import type { Field, Fields } from '../src/field.ts';
import { recordOf } from '../src/record.ts';
import type { SentNames } from '../src/restore-names.ts';

/** @returns undefined where every key is sent as the catalogue has it. */
export function sentNames(definition: EventDefinition): SentNames | undefined {
  const names = namesOf(definition.data);
  if (names === undefined || !definition.narrowedBy?.includes('changedFields')) return names;
  // What changed is named by the record's keys, as they are sent.
  const fields = Object.entries(recordOf(definition)?.fields ?? {});
  const values = Object.fromEntries(
    fields.flatMap(([key, { sentAs }]) => (sentAs === undefined ? [] : [[sentAs, key]])),
  );
  const sent = definition.data.changed_fields?.sentAs ?? 'changed_fields';
  return { ...names, [sent]: { key: 'changed_fields', values } };
}

function namesOf(fields: Fields): SentNames | undefined {
  const entries = Object.entries(fields).flatMap(([key, field]) => {
    const inner = innerOf(field);
    if (inner === undefined && field.sentAs === undefined) return [];
    const name = { key, ...(inner !== undefined && { inner }) };
    // Under its own key it may be sent too, and its inside is read the same.
    const own = inner === undefined ? [] : [[key, name] as const];
    return field.sentAs === undefined ? own : [...own, [field.sentAs, name] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function innerOf(field: Field): SentNames | undefined {
  if (field.type === 'object') return namesOf(field.fields);
  return field.type === 'array' ? innerOf(field.items) : undefined;
}
