/**
 * @module The last thousand deliveries received, in an SQLite file: another process can resend them
 * while one listens.
 */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { OpenedDelivery } from '@kolvera/delivery';

/** How many deliveries are stored. */
export const KEPT = 1000;

/** A delivery as it arrived. */
export interface Arrival {
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Including the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly outcome: OpenedDelivery['outcome'];
  /** The event's type, where one could be read. */
  readonly event: string | null;
  /** Who or what it is about. */
  readonly who: string | null;
  /** Why it was rejected: a cause of `kolvera verify`, or a code. */
  readonly why: string | null;
}

/** What happened to it. */
export interface Forwarding {
  readonly forwardedTo: string | null;
  /** The response's status, or why there was none: `200`, `ECONNREFUSED`. */
  readonly answer: string;
  readonly ms: number;
}

export interface LoggedDelivery extends Arrival {
  readonly id: number;
  /** Null until there is a response. */
  readonly forwarding: Forwarding | null;
}

export type DeliveryLog = ReturnType<typeof openDeliveryLog>;

/** @param file the SQLite file, which only its owner can read; without it, memory. */
export function openDeliveryLog(file?: string) {
  // SQLite gives its other files the same mode.
  if (file !== undefined) closeSync(openSync(file, 'a', 0o600));
  const connection = new DatabaseSync(file ?? ':memory:');
  // Commits survive a crash of the process; a power failure can lose the last ones.
  connection.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, received_at TEXT NOT NULL, path TEXT NOT NULL,
      headers TEXT NOT NULL, body BLOB NOT NULL, outcome TEXT NOT NULL, event TEXT, who TEXT,
      why TEXT, forwarded_to TEXT, answer TEXT, ms INTEGER
    ) STRICT;
  `);
  const insert = connection.prepare(
    `INSERT INTO deliveries (received_at, path, headers, body, outcome, event, who, why)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const trim = connection.prepare('DELETE FROM deliveries WHERE id <= ?');
  const settle = connection.prepare(
    'UPDATE deliveries SET forwarded_to = ?, answer = ?, ms = ? WHERE id = ?',
  );
  const byId = connection.prepare('SELECT * FROM deliveries WHERE id = ?');
  const newest = connection.prepare('SELECT * FROM deliveries ORDER BY id DESC LIMIT 1');
  const after = connection.prepare('SELECT * FROM deliveries WHERE received_at >= ? ORDER BY id');
  const before = connection.prepare(
    'SELECT * FROM deliveries WHERE id < ? ORDER BY id DESC LIMIT 1',
  );
  const next = connection.prepare('SELECT * FROM deliveries WHERE id > ? ORDER BY id LIMIT 1');
  const one = (row: Row | undefined) => row && read(row);

  return {
    /** Stores a delivery and deletes the oldest beyond a thousand. @returns its ID. */
    add(arrival: Arrival): number {
      const { receivedAt, path, headers, body, outcome, event, who, why } = arrival;
      const { lastInsertRowid } = insert.run(
        receivedAt,
        path,
        JSON.stringify(headers),
        body,
        outcome,
        event,
        who,
        why,
      );
      const id = Number(lastInsertRowid);
      trim.run(id - KEPT);
      return id;
    },

    settle(id: number, { forwardedTo, answer, ms }: Forwarding): void {
      settle.run(forwardedTo, answer, ms, id);
    },

    find: (id: number): LoggedDelivery | undefined => one(byId.get(id)),
    last: (): LoggedDelivery | undefined => one(newest.get()),
    before: (id: number): LoggedDelivery | undefined => one(before.get(id)),
    after: (id: number): LoggedDelivery | undefined => one(next.get(id)),
    /** Deliveries received since then, oldest first. @param time ISO 8601 */
    since: (time: string): readonly LoggedDelivery[] => after.all(time).map(read),
    close: () => connection.close(),
  };
}

type Row = Record<string, SQLOutputValue>;

const OUTCOMES: readonly OpenedDelivery['outcome'][] = [
  'event',
  'unwanted',
  'unverified',
  'unreadable',
];

function read(row: Row): LoggedDelivery {
  const headers: unknown = JSON.parse(String(row.headers));
  const answer = text(row.answer);
  return {
    id: Number(row.id),
    receivedAt: String(row.received_at),
    path: String(row.path),
    headers: Object.fromEntries(
      Object.entries(Object(headers)).map(([name, value]) => [name, String(value)]),
    ),
    body: row.body instanceof Uint8Array ? row.body : new Uint8Array(),
    outcome: OUTCOMES.find((outcome) => outcome === row.outcome) ?? 'unreadable',
    event: text(row.event),
    who: text(row.who),
    why: text(row.why),
    forwarding:
      answer === null ? null : { forwardedTo: text(row.forwarded_to), answer, ms: Number(row.ms) },
  };
}

function text(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
