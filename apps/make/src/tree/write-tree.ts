/** @module Writes the tree: apps/make/app, or a copy of it in a test. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Catalogue, events } from '@kolvera/event-schema';
import { makeApp } from '../app/make-app.ts';
import { appFiles, MANIFEST } from './app-files.ts';
import { APP_DIRECTORY, readManifest, readTree } from './read-tree.ts';

/**
 * Builds the whole tree, then writes it, then removes the files that it no longer has. A catalogue
 * that no app can be built from changes nothing.
 */
export async function writeTree(
  directory = APP_DIRECTORY,
  catalogue: Catalogue = events,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const before = await readTree(directory);
  const origins = before.has(MANIFEST) ? readManifest(before).origins : [];
  const files = appFiles(makeApp(catalogue), origins);
  for (const [path, text] of files) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  for (const path of before.keys()) if (!files.has(path)) await rm(join(directory, path));
}
