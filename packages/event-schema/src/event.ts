/** @module The normalised event: what every consumer hands to its user. */
import type { events } from './catalogue.ts';
import type { ObjectOf } from './field.ts';

type Definition = (typeof events)[number];

export type EventName = Definition['name'];

/** Kolvera's event under its name. `Id` is `string | null` before a consumer has filled it in. */
interface Normalised<Name extends string, Data, Id> {
  id: Id;
  event: Name;
  created_at: string | null;
  workspace_id: string | null;
  data: Data;
  /** Unknown keys of the envelope are kept. */
  [key: string]: unknown;
}

type DataOf<Name extends EventName> = ObjectOf<Extract<Definition, { name: Name }>['data']>;

export type EventOf<Name extends EventName, Id = string> = {
  [N in Name]: Normalised<N, DataOf<N>, Id>;
}[Name];

/**
 * A name that the catalogue does not have: any string at run time. It is an ambient enumeration
 * because that alone keeps `event` a discriminant: TypeScript lets a plain or a branded string
 * overlap with every literal, and `event.event === 'contact.created'` would not narrow.
 */
export declare enum UnknownEventName {
  Unknown = '',
}

/** An event that Kolvera added after this release. It is an event, not an error. */
export type UnknownEvent<Id = string> = Normalised<UnknownEventName, Record<string, unknown>, Id>;

/** Any event; `event` tells which. */
export type KolveraEvent<Id = string> = EventOf<EventName, Id> | UnknownEvent<Id>;

/** What `parseEvents` reads: `id` is null where none was sent. */
export type ParsedEvent = KolveraEvent<string | null>;
