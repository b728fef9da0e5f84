/**
 * @module Deduplication in a SQLite file, for the processes of one machine. It needs node:sqlite:
 * Node.js 22.13 or later.
 */
import { DatabaseSync } from 'node:sqlite';
import type { DeliveryStore } from './delivery-store.ts';

export interface SqliteStore extends DeliveryStore {
  /** Closes the file. No delivery may be in work. */
  close(): void;
}

const PURGE_EVERY_MS = 60_000;

const TABLE = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 1000;
  CREATE TABLE IF NOT EXISTS kolvera_deliveries (
    key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at REAL NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS kolvera_deliveries_expires_at ON kolvera_deliveries (expires_at);`;

const CLAIM = `
  INSERT INTO kolvera_deliveries AS held (key, value, expires_at) VALUES ($key, $value, $until)
  ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN held.expires_at > $now THEN held.value ELSE excluded.value END,
    expires_at = CASE WHEN held.expires_at > $now THEN held.expires_at ELSE excluded.expires_at END
  RETURNING value`;
const COMPLETE = `
  INSERT INTO kolvera_deliveries (key, value, expires_at) VALUES ($key, $value, $until)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;
const RELEASE = 'DELETE FROM kolvera_deliveries WHERE key = $key AND value = $value';
const RENEW =
  'UPDATE kolvera_deliveries SET expires_at = $until WHERE key = $key AND value = $value';
const PURGE = 'DELETE FROM kolvera_deliveries WHERE expires_at < $now';

/**
 * Keeps deliveries in a file, two rows for each; those whose time is over are removed once a minute,
 * in passing. What was written outlives the process. A machine that loses its power may forget the
 * last moments, and a repeat from then may run again.
 *
 * @param path the file, made when it is missing; its folder has to exist.
 * @throws Error of node:sqlite when the file cannot be opened.
 */
export function createSqliteStore(path: string): SqliteStore {
  const database = new DatabaseSync(path);
  database.exec(TABLE);
  const claim = database.prepare(CLAIM);
  const complete = database.prepare(COMPLETE);
  const release = database.prepare(RELEASE);
  const renew = database.prepare(RENEW);
  const purge = database.prepare(PURGE);
  let purgedAt = 0;

  return {
    claim(key, value, ttlMs) {
      const now = Date.now();
      if (now - purgedAt > PURGE_EVERY_MS) {
        purge.run({ now });
        purgedAt = now;
      }
      return String(claim.get({ key, value, until: now + ttlMs, now })?.value);
    },
    complete(key, value, ttlMs) {
      complete.run({ key, value, until: Date.now() + ttlMs });
    },
    release(key, value) {
      release.run({ key, value });
    },
    renew(key, value, ttlMs) {
      renew.run({ key, value, until: Date.now() + ttlMs });
    },
    close: () => database.close(),
  };
}
