/** @module Captured deliveries, counted: events, envelopes, IDs, and the fields they carry. */
import { createHash } from 'node:crypto';
import { events } from '@kolvera/event-schema';
import type { Capture } from './find-deliveries.ts';
import { isFieldKey } from './infer-field.ts';
import { jsonForm } from './json-form.ts';
import { type ObservedField, observeAll } from './observe.ts';
import {
  type EnvelopePart,
  type NewPlace,
  namesEvent,
  type ReadEvent,
  readDelivery,
} from './read-delivery.ts';

export interface Inspection {
  readonly deliveries: number;
  /** Bodies that are no JSON. */
  readonly unreadable: number;
  /** How often each event came, unknown ones included. */
  readonly events: Readonly<Record<string, number>>;
  /** Events without a name. */
  readonly unnamed: number;
  /** The top-level keys of these: what was seen. */
  readonly unnamedKeys: readonly string[];
  readonly neverSeen: readonly string[];
  /** For each part of the envelope the places that held it, and how often. A flat body has no data. */
  readonly envelope: Readonly<Record<EnvelopePart, Readonly<Record<string, number>>>>;
  readonly newPlaces: readonly (NewPlace & { readonly count: number })[];
  readonly flat: number;
  readonly unknownEnvelopeKeys: readonly string[];
  /** How JSON is written, and how often; unknown for bodies of which only parsed JSON was kept. */
  readonly forms: Readonly<Record<string, number>>;
  readonly ids: {
    readonly missing: number;
    /** The same body again. */
    readonly repeated: number;
    /** The same ID, another body. */
    readonly shared: number;
  };
  readonly fields: readonly ObservedField[];
}

/** @param read what `readDelivery` made of each of the captures. */
export function inspectCaptures(
  captures: readonly Capture[],
  read: readonly ReturnType<typeof readDelivery>[] = captures.map(readDelivery),
): Inspection {
  const all = read.flatMap((found) => found ?? []);
  const named = all.filter(namesEvent);
  const unnamed = all.filter((found) => !namesEvent(found));
  const names = tally(named.map(({ event }) => event.event));
  const placesOf = (part: EnvelopePart) => tally(named.flatMap(({ places }) => places[part] ?? []));
  return {
    deliveries: captures.length,
    unreadable: read.filter((found) => found === null).length,
    events: names,
    unnamed: unnamed.length,
    unnamedKeys: fieldKeys(unnamed.flatMap(({ root }) => Object.keys(root))),
    neverSeen: events.map(({ name }) => name).filter((name) => !Object.hasOwn(names, name)),
    envelope: {
      id: placesOf('id'),
      event: placesOf('event'),
      created_at: placesOf('created_at'),
      workspace_id: placesOf('workspace_id'),
      data: placesOf('data'),
    },
    newPlaces: countPlaces(named),
    flat: named.filter(({ places }) => places.data === undefined).length,
    unknownEnvelopeKeys: fieldKeys(named.flatMap(unknownKeys)),
    forms: tally(captures.filter(({ exact }) => exact).map(({ body }) => jsonForm(body))),
    ids: inspectIds(named, captures),
    fields: observeAll(named),
  };
}

function countPlaces(named: readonly ReadEvent[]): Inspection['newPlaces'] {
  const found = named.flatMap(({ newPlaces }) => newPlaces);
  const counts = tally(found.map((place) => JSON.stringify(place)));
  return Object.entries(counts).map(([place, count]) => ({ ...JSON.parse(place), count }));
}

const NORMALISED = ['id', 'event', 'created_at', 'workspace_id', 'data', 'envelope'];

/** Keys of the envelope that are no part of the event. */
function unknownKeys({ event }: ReadEvent): string[] {
  const kept = Object.keys(Object(event.envelope));
  return [...Object.keys(event).filter((key) => !NORMALISED.includes(key)), ...kept];
}

function inspectIds(named: readonly ReadEvent[], captures: readonly Capture[]): Inspection['ids'] {
  const ids = named.flatMap(({ event }) => event.id ?? []);
  const digests = captures.map(({ body }) => createHash('sha256').update(body).digest('hex'));
  const repeated = captures.length - new Set(digests).size;
  return {
    missing: named.length - ids.length,
    repeated,
    shared: Math.max(0, ids.length - new Set(ids).size - repeated),
  };
}

/** Each once, without those that may be data. */
function fieldKeys(keys: readonly string[]): string[] {
  return [...new Set(keys)].filter(isFieldKey).sort();
}

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}
