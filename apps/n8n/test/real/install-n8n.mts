/**
 * @module Installs the real n8n once, into a git-ignored folder of this repository.
 *
 * It stays outside the workspace's own install: 2,366 packages and 2.9 GB that only the end-to-end
 * test needs. `npm install` runs without lifecycle scripts; the two native modules are then built
 * against the headers of the Node that runs here, whatever `nodedir` npm is configured with.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDebianPackage } from '../../../../scripts/require-debian-package.ts';

/** n8n 2.41.3 depends on a package that was never published; 2.41.1 installs. */
const N8N_VERSION = '2.41.1';

const NATIVE_MODULES = ['isolated-vm', 'sqlite3'];

/** What compiling sqlite3 needs; on Debian each is in the package of its name. */
const BUILD_TOOLS = ['make', 'g++', 'python3'];

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = join(repository, '.cache', `n8n-${N8N_VERSION}`);

/** Written last: a folder without it was interrupted and is made anew. */
const marker = join(folder, 'complete');

/**
 * Makes sure that the real n8n is installed for the running Node.
 *
 * @param say - receives one line per step, because the first run takes minutes.
 * @returns the path of n8n's command, to be run with the same Node.
 */
export async function installN8n(say: (line: string) => void): Promise<string> {
  const command = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
  if (existsSync(marker)) return command;
  for (const tool of BUILD_TOOLS) await requireDebianPackage(tool, tool);
  say(`installing n8n ${N8N_VERSION} into ${folder} (once; about three minutes and 3 GB)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { n8n: N8N_VERSION } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']);
  for (const name of NATIVE_MODULES) {
    say(`building ${name}`);
    npm(['rebuild', name, '--ignore-scripts=false']);
  }
  writeFileSync(marker, `${N8N_VERSION}\n`);
  return command;
}

function npm(args: readonly string[]): void {
  const headers = dirname(dirname(realpathSync(process.execPath)));
  const hasHeaders = existsSync(join(headers, 'include', 'node', 'node_version.h'));
  const env = { ...process.env, ...(hasHeaders ? { npm_config_nodedir: headers } : {}) };
  const result = spawnSync('npm', args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${result.stderr}`);
}
