/** @module The real n8n as one process, with its own temporary folder. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@kolvera/test-support/free-port';
import { installN8n } from './install-n8n.mts';
import {
  environment,
  installCommunityPackage,
  type N8nProcess,
  n8nProcess,
} from './n8n-process.mts';

export interface N8nServer extends N8nProcess {
  /** Stops the process and removes the folder. */
  close(): Promise<void>;
}

/**
 * Starts n8n with a community package installed.
 *
 * @param tarball path of the packed node.
 * @param settings additional environment variables.
 */
export async function startN8n(
  tarball: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<N8nServer> {
  const command = await installN8n();
  const userFolder = await mkdtemp(join(tmpdir(), 'kolvera-n8n-'));
  await installCommunityPackage(userFolder, tarball);
  const [port, brokerPort] = [await freePort(), await freePort()];
  const key = randomBytes(24).toString('hex');
  const server = n8nProcess([command, 'start'], port, {
    ...environment(userFolder, key, `http://127.0.0.1:${port}`),
    N8N_PORT: String(port),
    N8N_RUNNERS_BROKER_PORT: String(brokerPort),
    ...settings,
  });
  const close = async () => {
    await server.end('SIGTERM');
    await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { ...server, close };
}
