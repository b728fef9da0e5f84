/** @module Which events a consumer wants: by their types, and by what their types can be narrowed by. */
import {
  isChosen,
  type KolveraEvent,
  type Narrowing,
  narrowedBy,
  narrowingValues,
} from '@kolvera/event-schema';

/** For each narrowing the values that are wanted; none, or an empty list, means any. */
export type NarrowedTo = { readonly [Key in Narrowing]?: readonly string[] };

export interface Wanted extends NarrowedTo {
  /** Names of event types. `ALL_EVENTS` among them, or an empty list, means every type. */
  readonly events: readonly string[];
}

/**
 * Whether an event is one that the consumer asked for. Nothing is asked of Kolvera for it.
 *
 * A narrowing concerns only the events that have it: with `campaigns`, a new contact is wanted as
 * before. An event that does not say what it would be judged by is wanted, because an event too
 * many can be ignored, and one that was dropped is lost.
 */
export function isWanted(event: KolveraEvent, wanted: Wanted): boolean {
  return (
    isChosen(wanted.events, event.event) &&
    narrowedBy(event.event).every((narrowing) => fits(event, narrowing, wanted[narrowing] ?? []))
  );
}

function fits(event: KolveraEvent, narrowing: Narrowing, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const values = narrowingValues(narrowing, event.data);
  return values.length === 0 || values.some((value) => wanted.includes(value));
}
