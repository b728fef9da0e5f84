/** @module `npm run generate`: writes what is made from the catalogue. */
import { writeFile } from 'node:fs/promises';
import { templatesWithPinnedData } from './pinned-data.mts';
import { README, readme } from './readme.mts';

await writeFile(README, await readme());
for (const [path, text] of await templatesWithPinnedData()) await writeFile(path, text);
