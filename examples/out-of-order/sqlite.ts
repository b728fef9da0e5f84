import type { DatabaseSync } from 'node:sqlite';
import { createReceiver } from '@kolvera/receiver';

/** Keeps a table of contacts in SQLite, in which the newer event wins. */
export function createContactsReceiver(database: DatabaseSync, secret: string | undefined) {
  database.exec(`
    CREATE TABLE IF NOT EXISTS contacts (
      id TEXT PRIMARY KEY, name TEXT, email TEXT, updated_at INTEGER NOT NULL
    )`);
  const upsert = database.prepare(`
    INSERT INTO contacts AS stored (id, name, email, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, email = excluded.email, updated_at = excluded.updated_at
    WHERE stored.updated_at < excluded.updated_at`);

  return createReceiver({ secret }).on(
    ['contact.created', 'contact.updated'],
    ({ created_at, data: { contact } }) => {
      if (!contact?.id) return;
      // A number, because times with different offsets do not sort as text.
      const updatedAt = created_at ? Date.parse(created_at) : Date.now();
      upsert.run(contact.id, contact.name ?? null, contact.email ?? null, updatedAt);
    },
  );
}
