/** @module The keys of the webhook API: the one printed in the terminal, and others. */
import { newId, newSecret } from '../identifiers.ts';
import type { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { optionalTime, text, time } from './row.ts';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly created_at: string;
  /** To the minute; null if it was never used. */
  readonly last_used_at: string | null;
  /** The key that is printed in the terminal cannot be revoked. */
  readonly printed: boolean;
}

export type ApiKeyStore = ReturnType<typeof apiKeyStore>;

const MINUTE = 60_000;

/** @param printed the key that is printed in the terminal. */
export function apiKeyStore({ connection, transaction }: Database, printed: string) {
  const insert = connection.prepare('INSERT OR IGNORE INTO api_keys VALUES (?, ?, ?, ?, NULL)');
  const every = connection.prepare('SELECT * FROM api_keys ORDER BY created_at, id');
  const remove = connection.prepare('DELETE FROM api_keys WHERE id = ? AND key <> ?');
  const use = connection.prepare(
    'UPDATE api_keys SET last_used_at = ? WHERE key = ? AND COALESCE(last_used_at, 0) <= ?',
  );
  transaction(() => insert.run(newId('key'), 'Printed in the terminal', printed, 0));

  return {
    all: (): ApiKey[] =>
      every.all().map((row) => ({
        id: text(row, 'id'),
        name: text(row, 'name'),
        key: text(row, 'key'),
        created_at: time(row, 'created_at'),
        last_used_at: optionalTime(row, 'last_used_at'),
        printed: text(row, 'key') === printed,
      })),

    /** @throws DatabaseError */
    create(name: string, now: number): void {
      transaction(() => insert.run(newId('key'), name, newSecret('kv_sandbox'), now));
    },

    /** Revokes a key, except the printed one. @throws DatabaseError */
    revoke(id: string): void {
      transaction(() => remove.run(id, printed));
    },

    /** Notes that a key was used. On a full disk it does not: the request that used it goes on. */
    noteUse(key: string, now: number): void {
      try {
        transaction(() => use.run(now, key, now - MINUTE));
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
      }
    },
  };
}
