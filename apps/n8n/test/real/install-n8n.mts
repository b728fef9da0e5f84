/**
 * @module Installs the real n8n once, into a git-ignored folder of this repository.
 *
 * It stays outside the workspace's own install: 2,366 packages and 2.9 GB that only the end-to-end
 * test needs. `npm install` runs without lifecycle scripts; the two native modules are built against
 * the headers of the Node that runs here, whatever `nodedir` npm is configured with. SQLite's takes a
 * minute, so it is compiled in a folder of its own meanwhile.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';

/** n8n 2.41.3 depends on a package that was never published; 2.41.1 installs. */
const N8N_VERSION = '2.41.1';

/** Which it depends on exactly. */
const SQLITE_VERSION = '5.1.7';

/** What compiling sqlite3 needs; on Debian each is in the package of its name. */
const BUILD_TOOLS = ['make', 'g++', 'python3'];

/** Compilers say much. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

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
  const aside = join(folder, 'sqlite');
  await Promise.all([
    npmInstall(folder, { n8n: N8N_VERSION }, ['--ignore-scripts']),
    npmInstall(aside, { sqlite3: SQLITE_VERSION }, ['--ignore-scripts=false']),
  ]);
  const built = join('node_modules', 'sqlite3', 'build');
  cpSync(join(aside, built), join(folder, built), { recursive: true });
  await npm(folder, ['rebuild', 'isolated-vm', '--ignore-scripts=false']);
  writeFileSync(marker, `${N8N_VERSION}\n`);
  return command;
}

async function npmInstall(
  target: string,
  dependencies: Readonly<Record<string, string>>,
  options: readonly string[],
): Promise<void> {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(target, ['install', ...options, '--no-audit', '--no-fund', '--no-package-lock']);
}

/** @throws Error with what npm said. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const headers = dirname(dirname(realpathSync(process.execPath)));
  const hasHeaders = existsSync(join(headers, 'include', 'node', 'node_version.h'));
  const env = { ...process.env, ...(hasHeaders ? { npm_config_nodedir: headers } : {}) };
  const shell = process.platform === 'win32';
  await promisify(execFile)('npm', args, { cwd, env, shell, maxBuffer: MAX_OUTPUT_BYTES });
}
