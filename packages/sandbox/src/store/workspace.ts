/** @module The workspace, its user and its two keys. */
import { newId, newSecret } from '../identifiers.ts';
import type { Database } from './database.ts';
import { text } from './row.ts';

export interface Workspace {
  readonly id: string;
  readonly name: string;
}

export interface Account {
  readonly workspace: Workspace;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** For the webhook API. */
  readonly apiKey: string;
  /** For the control endpoint. */
  readonly controlKey: string;
}

/** The account of a database, created when the database is new. */
export function openAccount(database: Database): Account {
  const { connection, transaction } = database;
  const row = connection.prepare('SELECT * FROM workspace').get();
  if (row === undefined) {
    const insert = connection.prepare('INSERT INTO workspace VALUES (?, ?, ?, ?)');
    const values = [newId('ws'), newId('usr'), newSecret('kv_sandbox'), newSecret('kv_control')];
    transaction(() => insert.run(...values));
    return openAccount(database);
  }
  return {
    workspace: { id: text(row, 'id'), name: 'Wattle & Co Sales' },
    user: { id: text(row, 'user_id'), name: 'Priya Nair', email: 'priya.nair@wattle.example' },
    apiKey: text(row, 'api_key'),
    controlKey: text(row, 'control_key'),
  };
}
