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
  /**
   * Runs `work` in one transaction with everything else that is written in this turn of the event
   * loop. A commit costs more than all the rest of a delivery; this way many share one.
   * @returns when it is committed.
   */
  write(work: () => void): Promise<void>;
  close(): void;
}

interface Write {
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Another sandbox, perhaps in another terminal, has the database open. */
class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
  readonly code = 'database_in_use';

  constructor(file: string) {
    super(`Another local Kolvera is using ${file}. Stop it, or choose another file.`);
  }
}

const SQLITE_BUSY = 5;

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

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
 */
export function openDatabase(file?: string): Database {
  const path = file ?? join(tmpdir(), `kolvera-${newId('ws')}.sqlite`);
  // It holds keys and secrets: for its owner alone. SQLite gives its other files the same mode.
  closeSync(openSync(path, 'a', 0o600));
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 16000;
      PRAGMA foreign_keys = ON;
    `);
  } catch (error) {
    connection.close();
    throw isLocked(error) ? new DatabaseInUseError(path) : error;
  }
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const transaction = <Result>(work: () => Result): Result => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      connection.exec('ROLLBACK');
      throw error;
    }
  };
  transaction(() => migrate(connection));

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
