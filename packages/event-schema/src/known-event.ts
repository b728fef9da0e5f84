/** @module What reading a delivery needs to know of an event, without its labels. */
import type { Narrowing } from './event-definition.ts';
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
  /** The keys of its data. */
  readonly keys: readonly string[];
  readonly narrowedBy: readonly Narrowing[];
  /** Where Kolvera sends other keys than the catalogue's. */
  readonly sentNames?: SentNames;
}
