/** @module Captured deliveries, counted: events, envelopes, IDs, and the fields they carry. */
import { createHash } from 'node:crypto';
import { type EnvelopePart, events, isObject } from '@kolvera/event-schema';
import type { Capture } from './captures.ts';
import { type Envelope, readEnvelope, unknownKeys } from './envelope.ts';
import { jsonForm } from './json-form.ts';
import { type Observation, observe } from './observe.ts';

export interface Inspection {
  readonly deliveries: number;
  /** Bodies that are no JSON object, or name no event. */
  readonly unreadable: number;
  /** How often each event came, unknown ones included. */
  readonly events: Readonly<Record<string, number>>;
  readonly neverSeen: readonly string[];
  /** For each part of the envelope the keys that held it, and how often. A flat body has no data. */
  readonly envelope: Readonly<Record<EnvelopePart, Readonly<Record<string, number>>>>;
  readonly flat: number;
  readonly unknownEnvelopeKeys: readonly string[];
  /** How JSON is written, and how often; unknown for bodies that were stored parsed. */
  readonly forms: Readonly<Record<string, number>>;
  readonly ids: {
    readonly missing: number;
    /** Numbers beyond 2^53, which lose digits. */
    readonly unsafe: number;
    /** The same body again. */
    readonly repeated: number;
    /** The same ID, another body. */
    readonly shared: number;
  };
  readonly observations: readonly Observation[];
}

export function inspectCaptures(captures: readonly Capture[]): Inspection {
  const named = captures.flatMap(({ body }) => {
    const root = parse(body);
    const envelope = isObject(root) ? readEnvelope(root) : null;
    return envelope === null || envelope.name === null ? [] : [envelope];
  });
  const names = tally(named.map(({ name }) => name ?? ''));
  const keysOf = (part: EnvelopePart) => tally(named.flatMap(({ keys }) => keys[part] ?? []));
  return {
    deliveries: captures.length,
    unreadable: captures.length - named.length,
    events: names,
    neverSeen: events.map(({ name }) => name).filter((name) => !Object.hasOwn(names, name)),
    envelope: {
      id: keysOf('id'),
      event: keysOf('event'),
      created_at: keysOf('created_at'),
      workspace_id: keysOf('workspace_id'),
      data: keysOf('data'),
    },
    flat: named.filter(({ keys }) => keys.data === undefined).length,
    unknownEnvelopeKeys: [...new Set(named.flatMap(unknownKeys))].sort(),
    forms: tally(captures.filter(({ exact }) => exact).map(({ body }) => jsonForm(body))),
    ids: inspectIds(named, captures),
    observations: named.flatMap(observe),
  };
}

function inspectIds(
  envelopes: readonly Envelope[],
  captures: readonly Capture[],
): Inspection['ids'] {
  const ids = envelopes.flatMap(({ root, keys }) => (keys.id === undefined ? [] : [root[keys.id]]));
  const digests = captures.map(({ body }) => createHash('sha256').update(body).digest('hex'));
  const repeated = captures.length - new Set(digests).size;
  return {
    missing: envelopes.length - ids.length,
    unsafe: ids.filter((id) => typeof id === 'number' && !Number.isSafeInteger(id)).length,
    repeated,
    shared: Math.max(0, ids.length - new Set(ids.map(String)).size - repeated),
  };
}

function tally(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
