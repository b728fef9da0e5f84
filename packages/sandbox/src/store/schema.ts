/** @module The tables, as migrations: a step once released is never changed, only followed. */
import type { DatabaseSync } from 'node:sqlite';
import { integer } from './row.ts';

/**
 * `seq` gives the order in which rows were made; paging follows it. What is owed is exactly what
 * has a `due_at`: a process that dies leaves nothing to repair. What is owed has the only index: each
 * more would be written at every delivery, and a log is read by people.
 */
const migrations = [
  `
  CREATE TABLE workspace (
    id TEXT PRIMARY KEY, name TEXT NOT NULL,
    user_id TEXT NOT NULL, user_name TEXT NOT NULL, user_email TEXT NOT NULL,
    api_key TEXT NOT NULL, control_key TEXT NOT NULL
  ) STRICT;

  CREATE TABLE webhooks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    normalised_url TEXT NOT NULL UNIQUE,
    events TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    failing_since INTEGER
  ) STRICT;

  CREATE TABLE issued_secrets (secret TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    listed INTEGER NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY,
    webhook_id TEXT NOT NULL,
    event_seq INTEGER NOT NULL REFERENCES events (seq),
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    due_at INTEGER CHECK ((due_at IS NULL) = (status <> 'pending')),
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (webhook_id, due_at, seq) WHERE due_at IS NOT NULL;

  CREATE TABLE attempts (
    delivery_seq INTEGER NOT NULL REFERENCES deliveries (seq),
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    latency_ms INTEGER NOT NULL,
    status_code INTEGER,
    response TEXT,
    error TEXT,
    PRIMARY KEY (delivery_seq, number)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE pruned (last_delivery INTEGER NOT NULL) STRICT;
  INSERT INTO pruned VALUES (0);
  `,
  `
  ALTER TABLE attempts ADD COLUMN response_headers TEXT;
  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL, last_used_at INTEGER
  ) STRICT;
  `,
];

export function migrate(connection: DatabaseSync): void {
  const row = connection.prepare('PRAGMA user_version').get() ?? {};
  const version = integer(row, 'user_version');
  if (version > migrations.length) {
    throw new Error(
      'This database was created by a newer version. Update this package, or choose another file.',
    );
  }
  for (const step of migrations.slice(version)) connection.exec(step);
  connection.exec(`PRAGMA user_version = ${migrations.length}`);
}
