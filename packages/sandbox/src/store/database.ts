/** @module The sandbox's database: one SQLite file, owned by one process. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newId } from '../identifiers.ts';
import { explain } from './database-error.ts';
import { migrate } from './schema.ts';

export interface Database {
  readonly connection: DatabaseSync;
  readonly file: string;
  /** Runs `work` as one transaction: all of it is kept, or none. @throws DatabaseError */
  transaction<Result>(work: () => Result): Result;
  /**
   * Runs `work` in one transaction with everything else that is written in this turn of the event
   * loop. A commit costs more than all the rest of a delivery; this way many share one.
   * @returns when it is committed. Rejects with what `work` threw, or a DatabaseError.
   */
  write(work: () => void): Promise<void>;
  close(): void;
}

interface Write {
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes in a page of a new database; SQLite's default. */
const PAGE = 4096;

/**
 * Opens the database, and makes it when it is new. Without a file it is a temporary one, removed
 * on closing.
 *
 * `synchronous = NORMAL`: in WAL mode a committed transaction has been handed to the operating
 * system, so it outlives this process however the process ends, SIGKILL included. FULL would add
 * an fsync per transaction against a loss of power, which a sandbox does not promise to survive
 * (measured: 3,300 small transactions a second instead of 68,000).
 *
 * `wal_autocheckpoint = 16000`: a checkpoint waits for the disk, and the whole process with it. One
 * comes every 64 MB instead of every 4 MB; closing does the last.
 *
 * `locking_mode = EXCLUSIVE`: a second process that opened the same file would deliver everything
 * a second time; it gets an error instead.
 *
 * @param maxBytes the largest size of the file; beyond it, writing fails as on a full disk.
 * @throws DatabaseError
 */
export function openDatabase(file?: string, maxBytes?: number): Database {
  const path = file ?? join(tmpdir(), `kolvera-${newId('ws')}.sqlite`);
  const connection = connect(path, maxBytes);
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const transaction = <Result>(work: () => Result): Result => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // On a full disk SQLite has rolled back by itself.
      if (connection.isTransaction) connection.exec('ROLLBACK');
      throw explain(error, path);
    }
  };

  let queued: Write[] = [];
  const commitQueued = () => {
    const writes = queued;
    queued = [];
    if (writes.length === 0) return;
    try {
      transaction(() => {
        for (const { work } of writes) work();
      });
      for (const { resolve } of writes) resolve();
    } catch (error) {
      for (const { reject } of writes) reject(error);
    }
  };

  return {
    connection,
    file: path,
    transaction,
    write: (work) =>
      new Promise((resolve, reject) => {
        if (queued.length === 0) setImmediate(commitQueued);
        queued.push({ work, resolve, reject });
      }),
    close() {
      commitQueued();
      connection.close();
      if (file === undefined) {
        for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      }
    },
  };
}

function connect(path: string, maxBytes: number | undefined): DatabaseSync {
  createPrivately(path);
  // Each event that is pruned would be looked for among all deliveries, for want of an index.
  const connection = new DatabaseSync(path, { enableForeignKeyConstraints: false });
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
    migrate(connection);
    connection.exec('COMMIT');
    return connection;
  } catch (error) {
    connection.close();
    throw explain(error, path);
  }
}

/**
 * Makes the file, which holds keys and secrets, for its owner only; SQLite gives its other files the
 * same mode. One that exists is left to SQLite: POSIX drops every lock that this process has on a
 * file when it closes the file, even one that was opened anew, and another process could then open
 * the database too.
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
