/** @module What reading a delivery needs to know of an event: its name, and none of its labels. */
import { knownEvents } from './generated/known-events.ts';
import type { Narrowing } from './narrowing.ts';
import type { SentNames } from './restore-names.ts';

export interface KnownEvent {
  readonly record: {
    /** The key of the record that it is about. */
    readonly key: string;
    /** The key under which Kolvera sends the record, where that is another. */
    readonly sentAs?: string;
    /** The record's fields that its data does not have too, under every key that they have. */
    readonly fields: readonly string[];
  } | null;
  readonly narrowedBy: readonly Narrowing[];
  /** Where Kolvera sends other keys than the catalogue's. */
  readonly sentNames?: SentNames;
}

/** @returns undefined for an event that this release does not know. */
export function knownEvent(name: string): KnownEvent | undefined {
  return knownEvents.get(name);
}

/** By what an event can be narrowed; nothing for one that this release does not know. */
export function narrowedBy(name: string): readonly Narrowing[] {
  return knownEvent(name)?.narrowedBy ?? [];
}
