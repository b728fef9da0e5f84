/** @module The sandbox's database: one SQLite file, owned by one process. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newId } from '../identifiers.ts';
import { migrate } from './schema.ts';

export interface Database {
  readonly connection: DatabaseSync;
  /** Runs `work` as one transaction: all of it is kept, or none. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/**
 * Opens the database, and makes it when it is new. Without a file it is a temporary one, removed
 * on closing.
 *
 * `synchronous = NORMAL`: in WAL mode a committed transaction has been handed to the operating
 * system, so it outlives this process however the process ends, SIGKILL included. FULL would add
 * an fsync per transaction against a loss of power, which a sandbox does not promise to survive,
 * and costs nineteen twentieths of the rate (measured: 68,000 against 3,300 transactions a second).
 *
 * `locking_mode = EXCLUSIVE`: a second process that opened the same file would deliver everything
 * a second time; it gets an error instead.
 */
export function openDatabase(file?: string): Database {
  const path = file ?? join(tmpdir(), `kolvera-${newId('ws')}.sqlite`);
  // It holds keys and secrets: for its owner alone. SQLite gives its other files the same mode.
  closeSync(openSync(path, 'a', 0o600));
  const connection = new DatabaseSync(path);
  connection.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA foreign_keys = ON;
  `);
  const transaction = <Result>(work: () => Result): Result => {
    connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      connection.exec('ROLLBACK');
      throw error;
    }
  };
  transaction(() => migrate(connection));
  return {
    connection,
    transaction,
    close() {
      connection.close();
      if (file === undefined) {
        for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      }
    },
  };
}
