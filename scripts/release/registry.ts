/** @module npm's registry, played by Verdaccio. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@kolvera/test-support/free-port';
import { installLocked } from '@kolvera/test-support/install-locked';
import { output } from './packages.ts';

/**
 * Stores our packages in a folder, and proxies all others to the registry that npm is configured with.
 *
 * @returns the environment variables that make npm use it.
 */
export async function startRegistry(folder: string) {
  const installed = await installLocked(join(import.meta.dirname, 'verdaccio'));
  mkdirSync(folder, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const own = { access: '$all', publish: '$all' };
  const config = {
    storage: join(folder, 'storage'),
    uplinks: { npm: { url: output('npm', ['config', 'get', 'registry'], folder) } },
    packages: {
      '@kolvera/*': own,
      'n8n-nodes-kolvera': own,
      '**': { access: '$all', proxy: 'npm' },
    },
    log: { type: 'file', path: join(folder, 'log'), level: 'warn' },
  };
  const configFile = join(folder, 'config.yaml');
  // JSON is YAML.
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(join(folder, 'npmrc'), `//${address}/:_authToken=any\n`);
  const verdaccio = join(installed, 'node_modules/verdaccio/bin/verdaccio');
  const args = [verdaccio, '--config', configFile, '--listen', address];
  const server = spawn(process.execPath, args, { stdio: 'ignore' });
  const isUp = () =>
    fetch(`http://${address}/-/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
  const deadline = Date.now() + 60_000;
  while (!(await isUp())) {
    if (Date.now() > deadline || server.exitCode !== null)
      throw new Error('Verdaccio did not start.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const env = {
    npm_config_registry: `http://${address}/`,
    npm_config_userconfig: join(folder, 'npmrc'),
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_loglevel: 'warn',
  };
  return { env, stop: () => server.kill() };
}
