/** @module `npm run generate`: writes what is made from the catalogue. */
import { writeFile } from 'node:fs/promises';
import { README, readme } from './readme.mts';

await writeFile(README, await readme());
