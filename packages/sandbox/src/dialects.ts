/**
 * @module Five ways in which Kolvera might write an event, since it has not published one. They prove
 * that captured deliveries correct the project in one step: `npm run test:dialects`.
 */
import { createHash } from 'node:crypto';
import { isObject, knownEvent } from '@kolvera/event-schema';

type Json = Readonly<Record<string, unknown>>;

export interface Dialect {
  /** What is different. */
  readonly description: string;
  /** The body of an event that has `event` and `data`. */
  write(event: Json): string;
  /** What a consumer has to make of it, where that is not the event as the catalogue has it. */
  heard?(event: Json): Json;
}

export const dialects = {
  flat: {
    description: 'the data beside the envelope’s keys',
    write: ({ id, data, ...envelope }) =>
      JSON.stringify({ event_id: id, ...envelope, ...Object(data) }),
    // Nothing tells a key of the envelope from one of the data.
    heard({ id, event, created_at, workspace_id, data, ...unknown }) {
      return { id, event, created_at, workspace_id, data: { ...unknown, ...Object(data) } };
    },
  },
  'type-and-payload': {
    description: 'the name under "type", the data under "payload"',
    write: ({ event, data, ...rest }) => JSON.stringify({ type: event, ...rest, payload: data }),
  },
  'other-names': {
    description: 'other keys for the envelope, records and fields',
    write: ({ id, event, created_at, workspace_id, data, ...rest }) =>
      JSON.stringify({
        delivery_id: id,
        topic: event,
        occurred_at: created_at,
        account_id: workspace_id,
        ...rest,
        attributes: renamed(data, 'data'),
      }),
    // Of an event that the catalogue lacks nobody knows what its keys stand for.
    heard: (event) =>
      knownEvent(String(event.event)) === undefined
        ? { ...event, data: renamed(event.data, 'data') }
        : event,
  },
  spaced: {
    description: 'spaces after colons and commas, accents and slashes escaped',
    write: spaced,
  },
  'numeric-ids': {
    description: 'IDs that are numbers',
    write: (event) => {
      const id = /^\d+$/.test(String(event.id)) ? Number(event.id) : event.id;
      return JSON.stringify({ ...numbered(event), id });
    },
    heard(event) {
      const { workspace_id, ...rest } = numbered(event);
      return { ...rest, id: String(event.id), workspace_id: String(workspace_id) };
    },
  },
} as const satisfies Readonly<Record<string, Dialect>>;

export type DialectName = keyof typeof dialects;

/** A body in a dialect. Anything but an event of the usual form stays as it is. */
export function speak(dialect: Dialect, body: string): string {
  const event = usualEvent(body);
  return event === null ? body : dialect.write(event);
}

function usualEvent(body: string): Json | null {
  try {
    const root: unknown = JSON.parse(body);
    return isObject(root) && typeof root.event === 'string' && isObject(root.data) ? root : null;
  } catch {
    return null;
  }
}

/** By the object that has them: what the dialect calls its keys. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  data: { contact: 'person', company: 'organization', campaign: 'sequence' },
  contact: {
    name: 'full_name',
    first_name: 'given_name',
    last_name: 'family_name',
    title: 'job_title',
    company: 'company_name',
    email: 'email_address',
    phone: 'phone_number',
    linkedin_url: 'linkedinUrl',
  },
};

function renamed(value: unknown, name: string): unknown {
  if (!isObject(value)) return value;
  const names = NAMES[name] ?? {};
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      names[key] ?? key,
      key === 'changed_fields' && Array.isArray(inner)
        ? inner.map((field: unknown) => NAMES.contact?.[String(field)] ?? field)
        : renamed(inner, key),
    ]),
  );
}

/** As Python's json.dumps and PHP's json_encode write. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, one]) => `${spaced(key)}: ${spaced(one)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replaceAll(
      /[\u0080-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** IDs as the samples have them, `con_8H2KQ4`, as numbers that are always the same. */
function numbered(event: Json): Json {
  const text = JSON.stringify(event);
  return JSON.parse(
    text.replaceAll(
      /"(?:con|com|cam|mtg|wsp)_[0-9A-Z]{6}"/g,
      (id) => `${createHash('sha256').update(id).digest().readUIntBE(0, 4)}`,
    ),
  );
}
