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
