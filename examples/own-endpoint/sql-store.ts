/**
 * @module Deduplication in a table, for several processes: PostgreSQL, and SQLite.
 *
 *     CREATE TABLE kolvera_deliveries (
 *       key text PRIMARY KEY, value text NOT NULL, expires_at bigint NOT NULL
 *     );
 *
 * Delete what has expired now and then: DELETE FROM kolvera_deliveries WHERE expires_at < $1.
 */
import type { DeliveryStore } from '@kolvera/receiver';

/** Runs one statement: `(text, values) => pool.query(text, values).then(({ rows }) => rows)`. */
export type Query = (
  text: string,
  values: (string | number)[],
) => Promise<readonly { readonly value?: unknown }[]>;

// Atomic, because the conflict locks the row: of two at once, the second sees what the first wrote.
const CLAIM = `
  INSERT INTO kolvera_deliveries AS held (key, value, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN held.expires_at > $4 THEN held.value ELSE excluded.value END,
    expires_at = CASE WHEN held.expires_at > $4 THEN held.expires_at ELSE excluded.expires_at END
  RETURNING value`;

const COMPLETE = `
  INSERT INTO kolvera_deliveries (key, value, expires_at) VALUES ($1, $2, $3)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`;

const RELEASE = 'DELETE FROM kolvera_deliveries WHERE key = $1 AND value = $2';

export function createSqlStore(query: Query): DeliveryStore {
  return {
    async claim(key, value, ttlMs) {
      const now = Date.now();
      const [row] = await query(CLAIM, [key, value, now + ttlMs, now]);
      return String(row?.value);
    },
    async complete(key, value, ttlMs) {
      await query(COMPLETE, [key, value, Date.now() + ttlMs]);
    },
    async release(key, value) {
      await query(RELEASE, [key, value]);
    },
  };
}
