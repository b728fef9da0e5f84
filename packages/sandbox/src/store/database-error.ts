/** @module What goes wrong with a database's file, in words for its owner. */

/**
 * - `database_in_use`: another sandbox has the file open
 * - `database_damaged`: the file is damaged, or not a database
 * - `disk_full`: there is no room for a transaction, and nothing of it was written
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: 'database_in_use' | 'database_damaged' | 'disk_full';

  constructor(code: DatabaseError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** SQLite's primary result codes: https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** @returns a `DatabaseError` for one of these, and any other error unchanged. */
export function explain(error: unknown, file: string): unknown {
  switch (resultCode(error)) {
    case SQLITE_BUSY:
      return new DatabaseError(
        'database_in_use',
        `Another sandbox is using ${file}. Stop it, or choose another file.`,
        error,
      );
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return new DatabaseError(
        'database_damaged',
        `${file} is damaged or not a database. Move it away and start again: a new one is created, with new keys and no webhooks.`,
        error,
      );
    case SQLITE_FULL:
      return new DatabaseError(
        'disk_full',
        `The disk of ${file} is full. Free some disk space, then try again.`,
        error,
      );
    default:
      return error;
  }
}

/** The primary code is the low byte of an extended one. */
function resultCode(error: unknown): number | undefined {
  const extended: unknown =
    error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof extended === 'number' ? extended & 0xff : undefined;
}
