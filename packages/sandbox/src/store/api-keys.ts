/** @module The keys of the webhook API: the one that is printed in the terminal, and others. */
import { newId, newSecret } from '../identifiers.ts';
import type { Database } from './database.ts';
import { optionalInteger, optionalTime, text, time } from './row.ts';

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly created_at: string;
  /** To the minute; null when it was never used. */
  readonly last_used_at: string | null;
  /** The key that is printed in the terminal cannot be revoked. */
  readonly printed: boolean;
}

export type ApiKeyStore = ReturnType<typeof apiKeyStore>;

const MINUTE = 60_000;

/** @param printed the key that is printed in the terminal. */
export function apiKeyStore({ connection, transaction, write }: Database, printed: string) {
  const insert = connection.prepare('INSERT INTO api_keys VALUES (?, ?, ?, ?, NULL)');
  const every = connection.prepare('SELECT * FROM api_keys ORDER BY created_at, id');
  const remove = connection.prepare('DELETE FROM api_keys WHERE id = ? AND key <> ?');
  const use = connection.prepare('UPDATE api_keys SET last_used_at = ? WHERE key = ?');
  const held = new Map(
    every.all().map((row) => [text(row, 'key'), optionalInteger(row, 'last_used_at') ?? 0]),
  );

  function create(name: string, key: string, now: number): void {
    transaction(() => insert.run(newId('key'), name, key, now));
    held.set(key, 0);
  }
  if (!held.has(printed)) create('Printed in the terminal', printed, 0);

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

    /** @returns the new key. @throws DatabaseError */
    create(name: string, now: number): string {
      const key = newSecret('kv_sandbox');
      create(name, key, now);
      return key;
    },

    /** Revokes a key, except the printed one. @throws DatabaseError */
    revoke(id: string): void {
      transaction(() => remove.run(id, printed));
      held.clear();
      for (const row of every.all()) {
        held.set(text(row, 'key'), optionalInteger(row, 'last_used_at') ?? 0);
      }
    },

    /** The keys that are taken. */
    keys: (): Iterable<string> => held.keys(),

    /** Notes that a key was used. */
    noteUse(key: string, now: number): void {
      if (now - (held.get(key) ?? now) < MINUTE) return;
      held.set(key, now);
      // On a full disk the time is not kept; the request that used the key goes on.
      write(() => use.run(now, key)).catch(() => {});
    },
  };
}
