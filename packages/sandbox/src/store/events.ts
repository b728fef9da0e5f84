/** @module The events that were fired, as the bytes that are delivered. */
import { isObject, type UnknownEvent } from '@kolvera/event-schema';
import type { Database } from './database.ts';
import { bytes, text } from './row.ts';

export type Headers = Readonly<Record<string, string>>;

export interface NewEvent {
  readonly id: string;
  readonly name: string;
  /** Headers of its deliveries beside those that every delivery has. */
  readonly headers?: Headers;
  readonly body: Uint8Array;
  /** Whether it belongs to the workspace's recent events: a test and a broken body do not. */
  readonly listed: boolean;
}

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore({ connection }: Database) {
  const insert = connection.prepare(
    'INSERT INTO events (id, name, headers, body, listed, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const content = connection.prepare('SELECT headers, body FROM events WHERE seq = ?');
  const recent = connection.prepare(
    `SELECT body FROM events WHERE listed AND (:name IS NULL OR name = :name)
     ORDER BY seq DESC LIMIT :limit`,
  );

  return {
    /** Adds an event, within a transaction. @returns the row's number, to which deliveries refer. */
    insert({ id, name, headers = {}, body, listed }: NewEvent, now: number): number {
      const row = insert.run(id, name, JSON.stringify(headers), body, listed ? 1 : 0, now);
      return Number(row.lastInsertRowid);
    },

    /** The bytes of an event. */
    body: (seq: number): Uint8Array => bytes(content.get(seq) ?? {}, 'body'),

    headers: (seq: number): Headers => JSON.parse(text(content.get(seq) ?? {}, 'headers')),

    /** The most recent events as they were sent, newest first, of one name or of all. */
    recent: (limit: number, name?: string): UnknownEvent[] =>
      recent
        .all({ limit, name: name ?? null })
        .map((row): unknown => JSON.parse(new TextDecoder().decode(bytes(row, 'body'))))
        .filter(isListable),
  };
}

/** Whether a JSON value is a complete event, as the contract's `GET /events` lists them. */
export function isListable(value: unknown): value is UnknownEvent {
  if (!isObject(value) || !isObject(value.data)) return false;
  const { id, event, created_at, workspace_id } = value;
  const texts = [id, event, created_at, workspace_id];
  return texts.every((text) => typeof text === 'string' && text !== '') && isDate(created_at);
}

function isDate(value: unknown): boolean {
  return (
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(String(value)) &&
    !Number.isNaN(Date.parse(String(value)))
  );
}
