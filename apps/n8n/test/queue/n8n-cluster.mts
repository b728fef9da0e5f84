/**
 * @module The real n8n in queue mode on this machine: a main process, two that receive webhooks and
 * two workers, over a real PostgreSQL and a real Redis.
 */
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, startRedis } from '@kolvera/test-support/debian-services';
import { freePort } from '@kolvera/test-support/free-port';
import { packNode } from '../packed-node.mts';
import { installN8n } from '../real/install-n8n.mts';
import {
  environment,
  installCommunityPackage,
  type N8nProcess,
  n8nProcess,
} from '../real/n8n-process.mts';

export interface N8nCluster {
  readonly main: N8nProcess;
  readonly webhooks: readonly [N8nProcess, N8nProcess];
  readonly workers: readonly [N8nProcess, N8nProcess];
  /** n8n's database: `postgres://kolvera@127.0.0.1:41235/postgres`. */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

const MEMBERS = 5;

export async function startCluster(): Promise<N8nCluster> {
  const command = await installN8n();
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-n8n-queue-'));
  // As on separate machines, each process has its own folder: n8n keeps a log of its runs
  // there, and a process that starts takes the runs of one that shares it for crashed.
  const userFolderOf = (index: number) => join(folder, String(index));
  const packed = await packNode();
  await installCommunityPackage(userFolderOf(0), packed.tarball).finally(packed.remove);
  for (let index = 1; index < MEMBERS; index += 1) {
    await cp(userFolderOf(0), userFolderOf(index), { recursive: true });
  }
  const postgres = await startPostgres();
  const redis = await startRedis();
  const ports = await Promise.all(Array.from({ length: MEMBERS }, freePort));
  const brokerPorts = await Promise.all(Array.from({ length: MEMBERS }, freePort));
  const encryptionKey = randomBytes(24).toString('hex');
  const [mainPort = 0] = ports;
  const database = new URL(postgres.url);
  const env = {
    EXECUTIONS_MODE: 'queue',
    QUEUE_BULL_REDIS_HOST: '127.0.0.1',
    QUEUE_BULL_REDIS_PORT: new URL(redis.url).port,
    // As docs/n8n.md advises: n8n 2.41 would end the runs of a killed worker without their data.
    QUEUE_WORKER_STALLED_INTERVAL: '2147483647',
    QUEUE_HEALTH_CHECK_ACTIVE: 'true',
    N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
    N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
    DB_TYPE: 'postgresdb',
    DB_POSTGRESDB_HOST: database.hostname,
    DB_POSTGRESDB_PORT: database.port,
    DB_POSTGRESDB_DATABASE: database.pathname.slice(1),
    DB_POSTGRESDB_USER: database.username,
    DB_POSTGRESDB_PASSWORD: 'none',
    EXECUTIONS_DATA_PRUNE: 'false',
  };
  const member = (args: readonly string[], index: number) => {
    const port = ports[index] ?? 0;
    return n8nProcess([command, ...args], port, {
      ...environment(userFolderOf(index), encryptionKey, `http://127.0.0.1:${mainPort}`),
      ...env,
      N8N_PORT: String(port),
      QUEUE_HEALTH_CHECK_PORT: String(port),
      N8N_RUNNERS_BROKER_PORT: String(brokerPorts[index] ?? 0),
    });
  };
  const main = member(['start'], 0);
  const workers = [member(['worker'], 1), member(['worker'], 2)] as const;
  const webhooks = [member(['webhook'], 3), member(['webhook'], 4)] as const;
  const members = [main, ...workers, ...webhooks];
  const close = async () => {
    await Promise.all(members.map((one) => one.end('SIGKILL')));
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await main.start();
    for (const one of [...workers, ...webhooks]) await one.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { main, webhooks, workers, databaseUrl: postgres.url, close };
}
