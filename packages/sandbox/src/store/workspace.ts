/** @module The seeded workspace, its user and its two keys. */
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

/** The account that a database holds; a new database is given one, which it then keeps. */
export function openAccount({ connection }: Database): Account {
  const row = connection.prepare('SELECT * FROM workspace').get();
  if (row !== undefined) {
    return {
      workspace: { id: text(row, 'id'), name: text(row, 'name') },
      user: {
        id: text(row, 'user_id'),
        name: text(row, 'user_name'),
        email: text(row, 'user_email'),
      },
      apiKey: text(row, 'api_key'),
      controlKey: text(row, 'control_key'),
    };
  }
  const account: Account = {
    workspace: { id: newId('ws'), name: 'Wattle & Co Sales' },
    user: { id: newId('usr'), name: 'Priya Nair', email: 'priya.nair@wattle.example' },
    apiKey: newSecret('kv_sandbox'),
    controlKey: newSecret('kv_control'),
  };
  connection
    .prepare('INSERT INTO workspace VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(
      account.workspace.id,
      account.workspace.name,
      account.user.id,
      account.user.name,
      account.user.email,
      account.apiKey,
      account.controlKey,
    );
  return account;
}
