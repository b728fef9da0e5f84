/** @module Packages that are too heavy for the workspace, each set installed from its own lockfile. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const cache = resolve(import.meta.dirname, '../../../.cache');
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs `npm ci` once per lockfile, in a folder of the git-ignored `.cache`.
 *
 * @param source the folder with package.json and package-lock.json.
 * @param build what to do before the installation counts as complete.
 * @returns the folder that has node_modules.
 */
export async function installLocked(
  source: string,
  build: (folder: string) => Promise<unknown> = async () => {},
): Promise<string> {
  const lockfile = readFileSync(join(source, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
  const name = `${basename(source)}-${hash}`;
  const installed = join(cache, name);
  if (existsSync(installed)) return installed;
  console.error(`Installing ${name} into .cache (once)`);
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'installing-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(join(source, file), join(folder, file));
    await npm(folder, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
    await build(folder);
    // Another process may have finished first.
    if (!existsSync(installed)) renameSync(folder, installed);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return installed;
}

/** @throws Error with what npm printed. */
export async function npm(
  cwd: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  await promisify(execFile)('npm', args, {
    cwd,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
    maxBuffer: MAX_OUTPUT_BYTES,
  });
}
