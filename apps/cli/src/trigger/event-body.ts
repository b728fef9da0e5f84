/** @module The bytes to send: a sample with changes, the person's own data, or a file as it is. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type EventDefinition, events, isObject } from '@kolvera/event-schema';
import { CommandError } from '../command-error.ts';

type Json = Record<string, unknown>;

/** @throws CommandError `unknown_event`, naming those that there are. */
export function findDefinition(name: string): EventDefinition {
  const definition = events.find((event) => event.name === name);
  if (definition !== undefined) return definition;
  throw new CommandError(
    'unknown_event',
    `Kolvera has no event ${JSON.stringify(name)}. These are its events:\n${events.map((event) => `  ${event.name}`).join('\n')}`,
  );
}

/**
 * Changes one value of a body: `data.contact.email=ada@example.com`. What is JSON counts as JSON
 * (numbers, true, null, lists), all else as text; `'"412"'` is text that looks like a number.
 *
 * @throws CommandError `unusable_change`
 */
export function change(body: Json, assignment: string): Json {
  const at = assignment.indexOf('=');
  const keys = assignment.slice(0, Math.max(at, 0)).split('.');
  if (keys.includes('')) {
    throw new CommandError(
      'unusable_change',
      `--set takes a path and a value, like data.contact.email=ada@example.com, not ${JSON.stringify(assignment)}.`,
    );
  }
  return withValue(body, keys, readValue(assignment.slice(at + 1)));
}

function withValue(base: unknown, [key = '', ...rest]: readonly string[], value: unknown): Json {
  const object = isObject(base) ? base : {};
  // A computed key defines, so that `__proto__` stays an ordinary one.
  return { ...object, [key]: rest.length === 0 ? value : withValue(object[key], rest, value) };
}

export interface BodyOptions {
  /** A file whose JSON is sent as the event's data. */
  readonly data?: string;
  readonly set?: readonly string[];
}

/**
 * A new occurrence of an event, written as Kolvera is assumed to write it.
 *
 * @param name also one that Kolvera does not have, if it comes with its data.
 * @throws CommandError `unknown_event`, `unreadable_file`, `unusable_change`
 */
export function newEventBody(
  name: string,
  { data, set = [] }: BodyOptions,
  cwd: string,
): Uint8Array {
  const own = data === undefined ? undefined : readData(resolve(cwd, data));
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

/** @throws CommandError `unreadable_file` */
export function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new CommandError('unreadable_file', `There is no readable file ${file}.`);
  }
}

function readData(file: string): Json {
  const data = readValue(Buffer.from(readBytes(file)).toString('utf8'));
  if (isObject(data)) return data;
  throw new CommandError(
    'unreadable_file',
    `${file} does not hold a JSON object. To send a file exactly as it is, use --body.`,
  );
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
