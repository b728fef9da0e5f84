/** @module The event to send: a sample with changes, or the user's own data. */
import { randomUUID } from 'node:crypto';
import { type EventDefinition, events, isObject } from '@kolvera/event-schema';
import { CommandError } from '../command-error.ts';
import { readText } from '../read-file.ts';

type Json = Record<string, unknown>;

/** @throws CommandError `unknown_event`, which lists the known events. */
export function findDefinition(name: string): EventDefinition {
  const definition = events.find((event) => event.name === name);
  if (definition !== undefined) return definition;
  throw new CommandError(
    'unknown_event',
    `Kolvera has no event ${JSON.stringify(name)}. Its events are:\n${events.map((event) => `  ${event.name}`).join('\n')}`,
  );
}

/**
 * Changes one value of a body: `data.contact.email=ada@example.com`. A value that is JSON is parsed
 * (numbers, true, null, lists), any other is text; `'"412"'` is text that looks like a number.
 *
 * @throws CommandError `unusable_change`
 */
export function change(body: Json, assignment: string): Json {
  const at = assignment.indexOf('=');
  const keys = assignment.slice(0, Math.max(at, 0)).split('.');
  if (keys.includes('')) {
    throw new CommandError(
      'unusable_change',
      `--set takes a path and a value, such as data.contact.email=ada@example.com, not ${JSON.stringify(assignment)}.`,
    );
  }
  return withValue(body, keys, readValue(assignment.slice(at + 1)));
}

function withValue(base: unknown, [key = '', ...rest]: readonly string[], value: unknown): Json {
  const object = isObject(base) ? base : {};
  // A computed key defines a property, so `__proto__` stays an ordinary key.
  return { ...object, [key]: rest.length === 0 ? value : withValue(object[key], rest, value) };
}

export interface BodyOptions {
  /** A file with JSON to send as the event's data. */
  readonly data?: string;
  readonly set?: readonly string[];
}

/**
 * A new event, written as Kolvera is assumed to write it.
 *
 * @param name may be unknown if data is given.
 * @throws CommandError `unknown_event`, `unreadable_file`, `unusable_change`
 */
export function newEventBody(
  name: string,
  { data, set = [] }: BodyOptions,
  cwd: string,
): Uint8Array {
  const own = data === undefined ? undefined : readData(cwd, data);
  const definition =
    own === undefined ? findDefinition(name) : events.find((event) => event.name === name);
  const occurrence = {
    id: `evt_${randomUUID().replaceAll('-', '')}`,
    event: name,
    created_at: new Date().toISOString(),
    workspace_id: definition?.sample.workspace_id ?? 'ws_kolvera_cli',
  };
  const event: Json = { ...occurrence, data: own ?? definition?.sample.data };
  return new TextEncoder().encode(JSON.stringify(set.reduce(change, event)));
}

function readData(cwd: string, file: string): Json {
  const data = readValue(readText(cwd, file));
  if (isObject(data)) return data;
  throw new CommandError(
    'unreadable_file',
    `${file} does not contain a JSON object. To send a file exactly as it is, use --body.`,
  );
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
