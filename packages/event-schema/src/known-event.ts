/** @module What reading a delivery needs to know of an event: its name, and none of its labels. */
import { knownEvents } from './generated/known-events.ts';
import type { Narrowing } from './narrowing.ts';

export interface KnownEvent {
  /** The key of the record that it is about, and the record's fields that its data does not have too. */
  readonly record: { readonly key: string; readonly fields: readonly string[] } | null;
  readonly narrowedBy: readonly Narrowing[];
}

/** @returns undefined for an event that this release does not know. */
export function knownEvent(name: string): KnownEvent | undefined {
  return knownEvents.get(name);
}

/** By what an event can be narrowed; nothing for one that this release does not know. */
export function narrowedBy(name: string): readonly Narrowing[] {
  return knownEvent(name)?.narrowedBy ?? [];
}
