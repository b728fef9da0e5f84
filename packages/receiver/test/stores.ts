/** @module Every store, that the promises of deduplication are tested over: the real servers, too. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Service, startPostgres, startRedis } from '@kolvera/test-support/debian-services';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createClient } from 'redis';
import { createMemoryStore, type DeliveryStore } from '../src/index.ts';
import { createPostgresStore } from '../src/stores/postgres-store.ts';
import { createRedisStore } from '../src/stores/redis-store.ts';
import { createSqliteStore } from '../src/stores/sqlite-store.ts';
import { disconnected } from './disconnected.ts';

export interface OpenStore {
  readonly store: DeliveryStore;
  /** Another store over the same data, as another process has it. */
  another(): Promise<DeliveryStore>;
  /** Where another process finds it: a URL or a path; undefined for memory. */
  readonly address?: string;
  /** The server behind it, where there is one. */
  readonly service?: Service;
  close(): Promise<void>;
}

export interface StoreKind {
  readonly name: string;
  /** What keeps the data: the process itself, a file of the machine, or a server. */
  readonly keptBy: 'process' | 'file' | 'server';
  open(): Promise<OpenStore>;
}

export const stores: readonly StoreKind[] = [
  { name: 'memory', keptBy: 'process', open: openMemory },
  { name: 'SQLite', keptBy: 'file', open: openSqlite },
  { name: 'Redis through node-redis', keptBy: 'server', open: () => openRedis(nodeRedis) },
  { name: 'Redis through ioredis', keptBy: 'server', open: () => openRedis(ioredis) },
  { name: 'PostgreSQL', keptBy: 'server', open: openPostgres },
];

async function openMemory(): Promise<OpenStore> {
  const store = createMemoryStore();
  return { store, another: async () => store, close: async () => {} };
}

async function openSqlite(): Promise<OpenStore> {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-sqlite-'));
  const address = join(folder, 'deliveries.db');
  const open = () => createSqliteStore(address);
  const opened = [open()];
  return {
    address,
    store: opened[0] as DeliveryStore,
    async another() {
      const store = open();
      opened.push(store);
      return store;
    },
    async close() {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Client {
  readonly store: DeliveryStore;
  end(): unknown;
}

async function openServer(
  service: Service,
  connect: (url: string) => Promise<Client>,
): Promise<OpenStore> {
  const clients = [await connect(service.url)];
  return {
    service,
    address: service.url,
    store: (clients[0] as Client).store,
    async another() {
      const client = await connect(service.url);
      clients.push(client);
      return client.store;
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
      if (service.url.startsWith('postgres:')) await disconnected(service.url);
      await service.stop();
    },
  };
}

async function openRedis(connect: (url: string) => Promise<Client>): Promise<OpenStore> {
  return openServer(await startRedis(), connect);
}

async function nodeRedis(url: string): Promise<Client> {
  const client = createClient({ url }).on('error', () => {});
  await client.connect();
  return { store: createRedisStore(client), end: () => client.destroy() };
}

async function ioredis(url: string): Promise<Client> {
  const client = new Redis(url).on('error', () => {});
  return { store: createRedisStore(client), end: () => client.disconnect() };
}

async function openPostgres(): Promise<OpenStore> {
  return openServer(await startPostgres(), async (url) => {
    const pool = new pg.Pool({ connectionString: url }).on('error', () => {});
    const store = createPostgresStore(pool);
    await store.migrate();
    return { store, end: () => pool.end() };
  });
}
