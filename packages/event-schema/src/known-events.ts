/** @module The events that this release knows. */
import type { EventName, EventOf, KolveraEvent } from './event.ts';
import type { Narrowing } from './event-definition.ts';
import { knownEvents } from './generated/known-events.ts';
import type { KnownEvent } from './known-event.ts';

/** @returns undefined for an event that this release does not know. */
export function knownEvent(name: string): KnownEvent | undefined {
  return knownEvents.get(name);
}

/** Whether this release knows the event's name, and with it the type of its data. */
export function isKnownEvent<Id extends string | null>(
  event: KolveraEvent<Id>,
): event is EventOf<EventName, Id> {
  return knownEvents.has(event.event);
}

/** What an event can be narrowed by; nothing for one that this release does not know. */
export function narrowedBy(name: string): readonly Narrowing[] {
  return knownEvent(name)?.narrowedBy ?? [];
}

/** Fields that a ping or a test message may have as well: they tell nothing of a record. */
const TELLS_NOTHING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'name',
  'title',
  'type',
  'status',
  'created_at',
  'updated_at',
]);

/** Whether an object has a field by which one recognises the data of this event. */
export function holdsFieldOf(name: string, data: Readonly<Record<string, unknown>>): boolean {
  const known = knownEvent(name);
  if (known === undefined) return false;
  return [...known.keys, ...(known.record?.fields ?? [])].some(
    (key) => !TELLS_NOTHING.has(key) && Object.hasOwn(data, key) && data[key] !== null,
  );
}
