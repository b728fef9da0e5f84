/** @module Which events a consumer wants, by type and by narrowing. */
import {
  isChosen,
  type KolveraEvent,
  type Narrowing,
  narrowedBy,
  narrowingValues,
} from '@kolvera/event-schema';

/** The wanted values of each narrowing; none, or an empty list, means any. */
export type NarrowedTo = { readonly [Key in Narrowing]?: readonly string[] };

export interface Wanted extends NarrowedTo {
  /** Event types. `ALL_EVENTS` among them, or an empty list, means every type. */
  readonly events: readonly string[];
}

/**
 * Whether the consumer wants an event, judged by the event alone.
 *
 * A narrowing applies only to events that have it: with `campaigns`, a new contact is still wanted.
 * An event without the value to judge by is wanted, because an extra event can be ignored and a
 * dropped one is lost.
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
