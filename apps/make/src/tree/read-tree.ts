/** @module The tree as it is on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MANIFEST } from './app-files.ts';
import type { Manifest } from './manifest.ts';

export function readManifest(files: ReadonlyMap<string, string>): Manifest {
  // The tree is generated, and validated before anything is deployed.
  return JSON.parse(files.get(MANIFEST) ?? 'null');
}

/** apps/make/app, which `npm run generate -w apps/make` writes. */
export const APP_DIRECTORY = join(import.meta.dirname, '../../app');

/**
 * Every file's path (relative, with `/`) and text. Hidden ones are not part of the app: Make's VS
 * Code extension keeps a developer's key in `.secrets/`.
 */
export async function readTree(directory = APP_DIRECTORY): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)\./u.test(path));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await readFile(join(directory, path), 'utf8')] as const),
    ),
  );
}
