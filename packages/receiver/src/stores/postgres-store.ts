/** @module Deduplication in a table of PostgreSQL 13 or later, for several processes. */
import { ReceiverSetupError } from '../setup-error.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** A pool of `pg`, or anything with its `query`. */
export interface PostgresPool {
  query(
    text: string,
    values?: unknown[],
  ): Promise<{ readonly rows: readonly { readonly value?: unknown }[] }>;
}

export interface PostgresStore extends DeliveryStore {
  /** Makes the table where it is missing. Several processes may do so at once. */
  migrate(): Promise<void>;
}

const PURGE_EVERY_MS = 60_000;

/**
 * Keeps deliveries in a table, two rows for each. The database's clock counts. Rows whose time is
 * over are removed once a minute, in passing. Call `migrate` once before the first delivery.
 *
 * @param options.table `kolvera_deliveries` unless set; with its schema where you need one.
 * @throws ReceiverSetupError `invalid_option`.
 */
export function createPostgresStore(
  pool: PostgresPool,
  options: { readonly table?: string } = {},
): PostgresStore {
  const { table = 'kolvera_deliveries' } = options;
  // It becomes part of the statements, where no parameter can be.
  if (!/^([a-z_]\w{0,49}\.)?[a-z_]\w{0,49}$/i.test(table)) {
    throw new ReceiverSetupError(
      'invalid_option',
      'table must be a plain name: letters, digits and underscores.',
    );
  }
  const text = statements(table);
  let purgedAt = Number.NEGATIVE_INFINITY;

  function purge(): void {
    if (performance.now() - purgedAt < PURGE_EVERY_MS) return;
    purgedAt = performance.now();
    // It may fail: the next minute has another.
    pool.query(text.purge).catch(() => {});
  }

  return {
    async migrate() {
      await pool.query(text.migrate);
    },
    async claim(key, value, ttlMs) {
      const { rows } = await pool.query(text.claim, [key, value, ttlMs]);
      purge();
      return String(rows[0]?.value);
    },
    async complete(key, value, ttlMs) {
      await pool.query(text.complete, [key, value, ttlMs]);
    },
    async release(key, value) {
      await pool.query(text.release, [key, value]);
    },
    async renew(key, value, ttlMs) {
      await pool.query(text.renew, [key, value, ttlMs]);
    },
  };
}

function statements(table: string) {
  const until = "clock_timestamp() + $3::float8 * interval '1 millisecond'";
  return {
    // CREATE … IF NOT EXISTS of two processes at once fails for one of them: hence the lock, which
    // ends with the transaction that these statements are together.
    migrate: `
      SELECT pg_advisory_xact_lock(hashtext('${table}'));
      CREATE TABLE IF NOT EXISTS ${table} (
        key text PRIMARY KEY, value text NOT NULL, expires_at timestamptz NOT NULL
      );
      CREATE INDEX IF NOT EXISTS ${table.replace('.', '_')}_expires_at ON ${table} (expires_at);`,
    // Atomic, because the conflict locks the row: of two at once, the second sees what the first wrote.
    claim: `
      INSERT INTO ${table} AS held (key, value, expires_at) VALUES ($1, $2, ${until})
      ON CONFLICT (key) DO UPDATE SET
        value = CASE WHEN held.expires_at > clock_timestamp() THEN held.value ELSE excluded.value END,
        expires_at = CASE WHEN held.expires_at > clock_timestamp() THEN held.expires_at ELSE excluded.expires_at END
      RETURNING value`,
    complete: `
      INSERT INTO ${table} (key, value, expires_at) VALUES ($1, $2, ${until})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
    release: `DELETE FROM ${table} WHERE key = $1 AND value = $2`,
    renew: `UPDATE ${table} SET expires_at = ${until} WHERE key = $1 AND value = $2`,
    purge: `DELETE FROM ${table} WHERE expires_at < clock_timestamp()`,
  };
}
