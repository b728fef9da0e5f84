/** @module Every engine of the inbox, over real servers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, startRedis } from '@kolvera/test-support/debian-services';
import { bullmqEngine } from '../src/inbox/bullmq-engine.ts';
import type { CreateInboxEngine } from '../src/inbox/index.ts';
import { sqliteEngine } from '../src/inbox/sqlite-engine.ts';
import { disconnected } from './disconnected.ts';

/** Where the inboxes of a test run keep their deliveries. */
export interface EngineHost {
  /** An engine for the queue of this name; the same name is the same queue. */
  engine(name: string): CreateInboxEngine;
  /** What another process gives to `engineAt`. */
  readonly address: string;
  stop(): Promise<void>;
}

export interface EngineKind {
  readonly name: string;
  /** Whether a repeat is answered as one. */
  readonly tellsRepeats: boolean;
  start(): Promise<EngineHost>;
}

export const engines: readonly EngineKind[] = [
  { name: 'SQLite', tellsRepeats: true, start: startFolder },
  { name: 'BullMQ over Redis', tellsRepeats: false, start: startServer(startRedis) },
  { name: 'BullMQ over PostgreSQL', tellsRepeats: false, start: startServer(startPostgres) },
];

/** @param address a `redis:` or `postgres:` URL, or a folder. */
export function engineAt(address: string, name: string): CreateInboxEngine {
  if (address.startsWith('redis:')) return bullmqEngine({ name, redis: { url: address } });
  if (address.startsWith('postgres:')) {
    return bullmqEngine({ name, postgres: { connectionString: address } });
  }
  return sqliteEngine(join(address, `${name}.db`));
}

async function startFolder(): Promise<EngineHost> {
  const address = mkdtempSync(join(tmpdir(), 'kolvera-inbox-'));
  return {
    address,
    engine: (name) => engineAt(address, name),
    stop: async () => rmSync(address, { recursive: true }),
  };
}

/** @param start starts the server, which `stop` stops once its connections are gone. */
export function startServer(start: typeof startRedis): () => Promise<EngineHost> {
  return async () => {
    const service = await start();
    return {
      address: service.url,
      engine: (name) => engineAt(service.url, name),
      async stop() {
        if (start === startPostgres) await disconnected(service.url);
        await service.stop();
      },
    };
  };
}
