/** @module A process that takes a delivery and never finishes it, for the tests to kill. */
import pg from 'pg';
import { createClient } from 'redis';
import { createReceiver, type DeliveryStore } from '../src/index.ts';
import { createPostgresStore } from '../src/stores/postgres-store.ts';
import { createRedisStore } from '../src/stores/redis-store.ts';
import { createSqliteStore } from '../src/stores/sqlite-store.ts';
import { delivery, SECRET } from './deliveries.ts';

const [address = '', name = '', leaseMs] = process.argv.slice(2);

async function open(): Promise<DeliveryStore> {
  if (address.startsWith('redis:')) {
    return createRedisStore(await createClient({ url: address }).connect());
  }
  if (address.startsWith('postgres:')) {
    return createPostgresStore(new pg.Pool({ connectionString: address }));
  }
  return createSqliteStore(address);
}

const receiver = createReceiver({
  secret: SECRET,
  store: await open(),
  name,
  leaseMs: Number(leaseMs),
});
receiver.onAny(() => {
  console.log('handling');
  return new Promise(() => {});
});
void receiver.receive(delivery());
setInterval(() => {}, 60_000);
