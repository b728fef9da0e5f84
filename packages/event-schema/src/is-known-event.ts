import type { EventName, EventOf, KolveraEvent } from './event.ts';
import { knownEvent } from './known-event.ts';

/** Whether this release knows the event's name, and with it the type of its data. */
export function isKnownEvent<Id extends string | null>(
  event: KolveraEvent<Id>,
): event is EventOf<EventName, Id> {
  return knownEvent(event.event) !== undefined;
}
