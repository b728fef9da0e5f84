/** @module Captured deliveries, held against the catalogue. */
import { createHash } from 'node:crypto';
import { type EnvelopePart, events, isObject } from '@kolvera/event-schema';
import type { Capture } from './captures.ts';
import { type ReadBody, readBody, unknownKeys } from './envelope.ts';
import { jsonForm } from './json-form.ts';
import { type Observed, observe } from './observe.ts';

export interface Inspection {
  readonly deliveries: number;
  /** Bodies that are no JSON object, or name no event. */
  readonly unreadable: number;
  /** The day of the newest delivery. */
  readonly observed: string;
  /** How often each event came; those that the catalogue lacks among them. */
  readonly events: Readonly<Record<string, number>>;
  readonly neverSeen: readonly string[];
  /** For each part of the envelope the keys that held it, and how often. A flat body has no data. */
  readonly envelope: Readonly<Record<EnvelopePart, Readonly<Record<string, number>>>>;
  readonly flat: number;
  readonly unknownEnvelopeKeys: readonly string[];
  /** How JSON is written, and how often. Of bodies that were kept parsed nothing is known. */
  readonly forms: Readonly<Record<string, number>>;
  readonly ids: {
    readonly missing: number;
    readonly numbers: number;
    /** Numbers beyond 2^53, which lose digits. */
    readonly unsafe: number;
    /** The same ID and body again: how Kolvera repeats. */
    readonly repeated: number;
    /** The same ID, another body. */
    readonly shared: number;
  };
  /** How many were created before the one that was delivered before them. */
  readonly outOfOrder: number;
  readonly fields: Observed;
}

export function inspectCaptures(captures: readonly Capture[], today: string): Inspection {
  const roots = captures.map(({ body }) => parse(body));
  const bodies = roots.flatMap((root) => (root === null ? [] : [readBody(root)]));
  const named = bodies.filter(({ name }) => name !== null);
  const names = tally(named.map(({ name }) => name ?? ''));
  return {
    deliveries: captures.length,
    unreadable: captures.length - named.length,
    observed: newest(captures) ?? today,
    events: names,
    neverSeen: events.map(({ name }) => name).filter((name) => !Object.hasOwn(names, name)),
    envelope: {
      id: keysOf(named, 'id'),
      event: keysOf(named, 'event'),
      created_at: keysOf(named, 'created_at'),
      workspace_id: keysOf(named, 'workspace_id'),
      data: keysOf(named, 'data'),
    },
    flat: named.filter(({ keys }) => keys.data === undefined).length,
    unknownEnvelopeKeys: [...new Set(named.flatMap(unknownKeys))].sort(),
    forms: tally(captures.filter(({ exact }) => exact).map(({ body }) => jsonForm(body))),
    ids: inspectIds(named, captures),
    outOfOrder: outOfOrder(named),
    fields: observe(named),
  };
}

function keysOf(bodies: readonly ReadBody[], part: EnvelopePart) {
  return tally(bodies.flatMap(({ keys }) => (keys[part] === undefined ? [] : [keys[part]])));
}

function inspectIds(bodies: readonly ReadBody[], captures: readonly Capture[]): Inspection['ids'] {
  const ids = bodies.map(({ root, keys }) => (keys.id === undefined ? undefined : root[keys.id]));
  const known = ids.filter((id) => id !== undefined);
  const distinct = new Set(known.map(String)).size;
  const digests = new Set(
    captures.map(({ body }) => createHash('sha256').update(body).digest('hex')),
  );
  const repeated = captures.length - digests.size;
  return {
    missing: ids.length - known.length,
    numbers: known.filter((id) => typeof id === 'number').length,
    unsafe: known.filter((id) => typeof id === 'number' && !Number.isSafeInteger(id)).length,
    repeated,
    shared: Math.max(0, known.length - distinct - repeated),
  };
}

function outOfOrder(bodies: readonly ReadBody[]): number {
  const times = bodies.flatMap(({ root, keys }) =>
    keys.created_at === undefined ? [] : [Date.parse(String(root[keys.created_at]))],
  );
  return times.filter((time, at) => at > 0 && time < (times[at - 1] ?? time)).length;
}

function newest(captures: readonly Capture[]): string | undefined {
  return captures
    .flatMap(({ at }) => (at === null ? [] : [at.slice(0, 10)]))
    .sort()
    .at(-1);
}

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function parse(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const root: unknown = JSON.parse(body);
    return isObject(root) ? root : null;
  } catch {
    return null;
  }
}
