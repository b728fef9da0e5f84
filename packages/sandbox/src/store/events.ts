/** @module The events that were fired, as the bytes that are delivered. */
import type { Database } from './database.ts';
import { bytes } from './row.ts';

/** `fired`: a whole event; `test`: a webhook's sample; `raw`: bytes that need not be an event. */
export type EventOrigin = 'fired' | 'test' | 'raw';

export interface NewEvent {
  readonly id: string;
  readonly name: string;
  readonly origin: EventOrigin;
  readonly body: Uint8Array;
}

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore({ connection }: Database) {
  const insert = connection.prepare(
    'INSERT INTO events (id, name, origin, body, created_at) VALUES (?, ?, ?, ?, ?)',
  );
  const recent = connection.prepare(
    `SELECT body FROM events WHERE origin = 'fired' ORDER BY seq DESC LIMIT ?`,
  );
  const recentOf = connection.prepare(
    `SELECT body FROM events WHERE origin = 'fired' AND name = ? ORDER BY seq DESC LIMIT ?`,
  );
  const decoder = new TextDecoder();

  return {
    /** @returns the row's number, to which deliveries refer. */
    insert({ id, name, origin, body }: NewEvent, now: number): number {
      return Number(insert.run(id, name, origin, body, now).lastInsertRowid);
    },

    /** The envelopes of the events fired last, newest first, of one name or of all. */
    recent(limit: number, name?: string): unknown[] {
      const rows = name === undefined ? recent.all(limit) : recentOf.all(name, limit);
      return rows.map((row): unknown => JSON.parse(decoder.decode(bytes(row, 'body'))));
    },
  };
}
