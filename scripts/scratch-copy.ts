/** @module A copy of the repository for experiments: its sources, and its packages as hard links. */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/**
 * Copies what git would commit, without builds and caches, and starts a git repository in the copy.
 *
 * @param name the end of the folder's name: `add-event`.
 * @returns the folder; the caller removes it.
 */
export function makeScratchCopy(name: string): string {
  const scratch = mkdtempSync(join(tmpdir(), `kolvera-${name}-`));
  copySources(scratch);
  linkDependencies(scratch);
  const git = spawnSync('git init --quiet && git add --all', { cwd: scratch, shell: true });
  if (git.status !== 0) throw new Error(`git could not start a repository: ${git.stderr}`);
  return scratch;
}

function copySources(scratch: string): void {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (listed.status !== 0) throw new Error(`git could not list the files:\n${listed.stderr}`);
  for (const file of listed.stdout.split('\0').filter(Boolean)) {
    if (!existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    copyFileSync(join(root, file), join(scratch, file));
  }
}

/** The installed packages, as hard links: nothing is installed, and no link leads out of the copy. */
function linkDependencies(scratch: string): void {
  for (const folder of globSync(['node_modules', '{packages,apps}/*/node_modules'], {
    cwd: root,
  })) {
    linkFolder(scratch, folder);
  }
}

function linkFolder(scratch: string, folder: string): void {
  mkdirSync(join(scratch, folder), { recursive: true });
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) linkFolder(scratch, path);
    // npm's links are relative, so that a workspace's link leads to the copy.
    else if (entry.isSymbolicLink())
      symlinkSync(readlinkSync(join(root, path)), join(scratch, path));
    else linkOrCopy(join(root, path), join(scratch, path));
  }
}

/** Hard links do not cross file systems. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
