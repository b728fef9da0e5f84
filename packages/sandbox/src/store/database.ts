/** @module The sandbox's database: one SQLite file, used by one process. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newId } from '../identifiers.ts';
import { explain } from './database-error.ts';
import { createTables } from './schema.ts';

export interface Database {
  readonly connection: DatabaseSync;
  /** Runs `work` as one transaction: all of it is kept, or none. @throws DatabaseError */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/** Bytes in a page of a new database; SQLite's default. */
const PAGE = 4096;

/**
 * Opens the database, creating it if necessary. Without a file it is temporary and removed on close.
 *
 * `synchronous = NORMAL`: in WAL mode a committed transaction has been handed to the operating
 * system, so it survives the end of this process, SIGKILL included. FULL would add an fsync per
 * transaction to survive a power failure, which a sandbox does not promise.
 *
 * `wal_autocheckpoint = 16000`: a checkpoint waits for the disk, so one comes every 64 MB, not every 4.
 *
 * `locking_mode = EXCLUSIVE`: a second process on the same file would send every delivery twice; it
 * gets an error instead.
 *
 * @param maxBytes the largest size of the file; beyond it, writes fail as on a full disk.
 * @throws DatabaseError
 */
export function openDatabase(file?: string, maxBytes?: number): Database {
  const path = file ?? join(tmpdir(), `kolvera-${newId('ws')}.sqlite`);
  const connection = connect(path, maxBytes);
  return {
    connection,
    transaction(work) {
      try {
        connection.exec('BEGIN IMMEDIATE');
        const result = work();
        connection.exec('COMMIT');
        return result;
      } catch (error) {
        // On a full disk SQLite has already rolled back.
        if (connection.isTransaction) connection.exec('ROLLBACK');
        throw explain(error, path);
      }
    },
    close() {
      connection.close();
      if (file === undefined) {
        for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      }
    },
  };
}

function connect(path: string, maxBytes: number | undefined): DatabaseSync {
  createPrivately(path);
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 16000;
    `);
    if (maxBytes !== undefined) {
      connection.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE)}`);
    }
    connection.exec('BEGIN IMMEDIATE');
    createTables(connection);
    connection.exec('COMMIT');
    return connection;
  } catch (error) {
    connection.close();
    throw explain(error, path);
  }
}

/**
 * Creates the file, which contains keys and secrets, readable by its owner only; SQLite gives its
 * other files the same mode. An existing file is left to SQLite: when POSIX closes a file, it drops
 * every lock that this process has on it, and another process could then open the database too.
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
