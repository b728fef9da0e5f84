/** @module Which key of a captured body holds which part of the envelope. */
import {
  type EnvelopePart,
  type EventDefinition,
  envelopeKeys,
  events,
  isObject,
} from '@kolvera/event-schema';
import { isFieldKey } from './infer-field.ts';
import { alike } from './renames.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly definition: EventDefinition | undefined;
  /** The event's type, or null where no key holds one. */
  readonly name: string | null;
  /** The keys that hold the parts. No key for the data means that the body is flat. */
  readonly keys: { readonly [Part in EnvelopePart]?: string };
  readonly root: Json;
  readonly data: Json;
}

/** Names that others give to these parts. */
const USUAL: Readonly<Record<Exclude<EnvelopePart, 'event'>, readonly string[]>> = {
  id: ['event_id', 'delivery_id', 'message_id', 'uuid', 'uid'],
  created_at: ['timestamp', 'occurred_at', 'fired_at', 'triggered_at', 'event_time', 'time'],
  workspace_id: ['account_id', 'team_id', 'organisation_id', 'tenant_id', 'workspace'],
  data: ['attributes', 'object', 'body', 'content', 'details', 'resource', 'record', 'event_data'],
};

export function readEnvelope(root: Json): Envelope {
  const named = Object.keys(root).find((key) => definitionOf(root[key]) !== undefined);
  const nameKey =
    named ?? envelopeKeys.event.find((key) => typeof root[key] === 'string' && root[key] !== '');
  const definition = named === undefined ? undefined : definitionOf(root[named]);
  const fields = Object.keys(definition?.data ?? {});
  const isField = (key: string) => fields.includes(key);
  const find = (part: keyof typeof USUAL, holds: (value: unknown, key: string) => boolean) =>
    [...envelopeKeys[part], ...keysLike(root, USUAL[part])].find(
      (key) => Object.hasOwn(root, key) && holds(root[key], key),
    );

  const data = find('data', (value, key) => isObject(value) && !isField(key));
  // In a flat body `id` is the record's.
  const id = find('id', (value, key) => isId(value) && (data !== undefined || key !== 'id'));
  const created = find('created_at', (value) => isTime(value));
  const workspace = find('workspace_id', isId);
  const keys = {
    ...(nameKey !== undefined && { event: nameKey }),
    ...(id !== undefined && { id }),
    ...(created !== undefined && { created_at: created }),
    ...(workspace !== undefined && { workspace_id: workspace }),
    ...(data !== undefined && { data }),
  };
  const used: readonly string[] = Object.values(keys);
  const inside = data === undefined ? undefined : root[data];
  return {
    definition,
    name: nameKey === undefined ? null : String(root[nameKey]),
    keys,
    root,
    data: isObject(inside)
      ? inside
      : Object.fromEntries(Object.entries(root).filter(([key]) => !used.includes(key))),
  };
}

/** Keys beside the parts. A flat body has none: they are its data. What may be data is left out. */
export function unknownKeys({ root, keys }: Envelope): readonly string[] {
  const used: readonly string[] = Object.values(keys);
  if (keys.data === undefined) return [];
  return Object.keys(root).filter((key) => !used.includes(key) && isFieldKey(key));
}

function definitionOf(value: unknown): EventDefinition | undefined {
  return events.find(({ name }) => name === value);
}

function keysLike(root: Json, names: readonly string[]): readonly string[] {
  return Object.keys(root).filter((key) => names.some((name) => alike(key, name) === 1));
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || Number.isInteger(value);
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
