/**
 * @module The folder `.kolvera` of a project: what the command stores between runs. It holds secrets
 * and personal data, so only its owner can read it, and git ignores it.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = '.kolvera';
const MARKS = ['package.json', '.git'];

export interface Project {
  /** The path of `.kolvera`, which may not exist yet. */
  readonly folder: string;
  /** The path of a file in the folder. Creates the folder. */
  path(name: string): string;
  /** The trimmed text of a file in the folder; undefined if there is none. */
  read(name: string): string | undefined;
  /** Writes a file that only its owner can read. */
  write(name: string, text: string): void;
  remove(name: string): void;
  /** Deletes the folder. */
  clear(): void;
}

/**
 * The project of a folder: the nearest parent that has a `.kolvera`; else the nearest with a
 * package.json or a .git; else the folder itself.
 */
export function openProject(cwd: string): Project {
  const parents = ancestors(cwd);
  const root =
    parents.find((parent) => existsSync(join(parent, FOLDER))) ??
    parents.find((parent) => MARKS.some((mark) => existsSync(join(parent, mark)))) ??
    cwd;
  const folder = join(root, FOLDER);

  const path = (name: string): string => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
    const ignore = join(folder, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n', { mode: 0o600 });
    return join(folder, name);
  };

  return {
    folder,
    path,
    read(name) {
      const file = join(folder, name);
      return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
    },
    write(name, text) {
      const file = path(name);
      writeFileSync(file, `${text}\n`, { mode: 0o600 });
      chmodSync(file, 0o600);
    },
    remove: (name) => rmSync(join(folder, name), { force: true }),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
