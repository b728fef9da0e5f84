/** @module `npm run generate -w apps/make`: writes app/ anew, and the generated sections of docs/make.md. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { events } from '@kolvera/event-schema';
import { DOCUMENT, withSections } from './documentation/sections.ts';
import { makeApp } from './src/app/make-app.ts';
import { appFiles } from './src/tree/app-files.ts';
import { APP_DIRECTORY, readManifest, readTree } from './src/tree/read-tree.ts';

const tree = await readTree();
const { origins } = readManifest(tree);
for (const path of tree.keys()) await rm(join(APP_DIRECTORY, path));
for (const [path, text] of appFiles(makeApp(), origins)) {
  const file = join(APP_DIRECTORY, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
await writeFile(DOCUMENT, withSections(await readFile(DOCUMENT, 'utf8'), events));
