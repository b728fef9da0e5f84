import { createReceiver } from '@kolvera/receiver';

/** A pool of `pg`. */
interface Pool {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

const TABLE = `
  CREATE TABLE IF NOT EXISTS contacts (
    id text PRIMARY KEY, name text, email text, updated_at timestamptz NOT NULL
  )`;

const UPSERT = `
  INSERT INTO contacts AS stored (id, name, email, updated_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (id) DO UPDATE
  SET name = excluded.name, email = excluded.email, updated_at = excluded.updated_at
  WHERE stored.updated_at < excluded.updated_at`;

/** Keeps a table of contacts in PostgreSQL, in which the newer event wins. */
export async function createContactsReceiver(pool: Pool, secret: string | undefined) {
  await pool.query(TABLE);
  return createReceiver({ secret }).on(
    ['contact.created', 'contact.updated'],
    async ({ created_at, data: { contact } }) => {
      if (!contact?.id) return;
      const updatedAt = created_at ?? new Date().toISOString();
      await pool.query(UPSERT, [contact.id, contact.name, contact.email, updatedAt]);
    },
  );
}
