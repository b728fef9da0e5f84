/** @module The tables. */
import type { DatabaseSync } from 'node:sqlite';
import { integer } from './row.ts';

/** Changes with the tables. */
const VERSION = 5;

/**
 * `seq` is the order of creation, which paging follows. A delivery is pending exactly when it has a
 * `due_at`, so there is nothing to repair after a crash. AUTOINCREMENT keeps the ID of a pruned
 * delivery from being used again.
 */
const tables = `
  CREATE TABLE workspace (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, api_key TEXT NOT NULL, control_key TEXT NOT NULL
  ) STRICT;

  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL, last_used_at INTEGER
  ) STRICT;

  CREATE TABLE webhooks (
    seq INTEGER PRIMARY KEY,
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

  CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    listed INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook_id TEXT NOT NULL,
    event_seq INTEGER NOT NULL REFERENCES events (seq),
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    due_at INTEGER CHECK ((due_at IS NULL) = (status <> 'pending')),
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (webhook_id, due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX deliveries_webhook ON deliveries (webhook_id);
  CREATE INDEX deliveries_event ON deliveries (event_seq);

  CREATE TABLE attempts (
    delivery_seq INTEGER NOT NULL REFERENCES deliveries (seq) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    latency_ms INTEGER NOT NULL,
    status_code INTEGER,
    response TEXT,
    response_headers TEXT,
    error TEXT,
    PRIMARY KEY (delivery_seq, number)
  ) STRICT, WITHOUT ROWID;

  PRAGMA user_version = ${VERSION};
`;

/** Creates the tables in a new database. @throws Error for a database of another version. */
export function createTables(connection: DatabaseSync): void {
  const version = integer(connection.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  if (version === VERSION) return;
  if (version !== 0) {
    throw new Error(
      'This database was created by another version of the sandbox. Delete it, or choose another file.',
    );
  }
  connection.exec(tables);
}
