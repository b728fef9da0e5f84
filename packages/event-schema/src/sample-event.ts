/** @module Sample events, with whatever a test or a demonstration wants to be different. */
import type { EventName, EventOf, KolveraEvent } from './event.ts';
import type { EventDefinition } from './event-definition.ts';
import { findEvent } from './find-event.ts';
import { isObject } from './is-object.ts';

/** Merged into the sample: objects key by key; anything else, lists too, takes the value's place. */
export type SampleOverrides = Readonly<Record<string, unknown>>;

/**
 * A copy of an event's sample, free to change.
 *
 * @throws {RangeError} With `code` unknown_event_name, for a name that is not in the catalogue.
 */
export function sampleEvent<Name extends EventName>(
  event: Name,
  overrides?: SampleOverrides,
): EventOf<Name>;
export function sampleEvent(
  event: EventName | EventDefinition,
  overrides?: SampleOverrides,
): KolveraEvent;
export function sampleEvent(
  event: EventName | EventDefinition,
  overrides: SampleOverrides = {},
): KolveraEvent {
  return merge(structuredClone(findEvent(event).sample), overrides) as KolveraEvent;
}

/** `fromEntries` defines keys, so that `__proto__` stays an ordinary one. */
function merge(base: unknown, changes: unknown): unknown {
  if (!isObject(base) || !isObject(changes)) return changes;
  const changed = Object.entries(changes).map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? merge(base[key], value) : value,
  ]);
  return Object.fromEntries([...Object.entries(base), ...changed]);
}
