/** @module Every store that the promises of deduplication are tested over. */
import { DatabaseSync } from 'node:sqlite';
import { createSqlStore } from '../../../examples/own-endpoint/sql-store.ts';
import { createMemoryStore, type DeliveryStore } from '../src/index.ts';

export const stores: readonly { readonly name: string; create(): DeliveryStore }[] = [
  { name: 'the memory store', create: () => createMemoryStore() },
  { name: 'the SQL store over SQLite', create: createSqliteStore },
];

function createSqliteStore(): DeliveryStore {
  const database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE kolvera_deliveries (key text PRIMARY KEY, value text NOT NULL, expires_at bigint NOT NULL)',
  );
  return createSqlStore(async (text, values) => {
    // A statement takes its turn among others, as over a network.
    await new Promise((resolve) => setImmediate(resolve));
    const named = Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value]));
    return database.prepare(text).all(named);
  });
}
