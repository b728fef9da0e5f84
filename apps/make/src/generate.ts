/** @module `npm run generate`: writes the committed tree, app/, anew. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeApp } from './app/make-app.ts';
import { appFiles } from './tree/app-files.ts';
import { APP_DIRECTORY } from './tree/read-tree.ts';

await rm(APP_DIRECTORY, { recursive: true, force: true });
for (const [path, text] of appFiles(makeApp())) {
  const file = join(APP_DIRECTORY, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
