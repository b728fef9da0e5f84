/** @module The tree as it stands on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** apps/make/app, which `npm run generate -w apps/make` writes. */
export const APP_DIRECTORY = join(import.meta.dirname, '../../app');

/** Every file's path (relative, with `/`) and text. */
export async function readTree(directory = APP_DIRECTORY): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const path = relative(directory, file).split(sep).join('/');
        return [path, await readFile(file, 'utf8')] as const;
      }),
    ),
  );
}
