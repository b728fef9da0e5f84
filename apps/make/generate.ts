/** @module `npm run generate -w apps/make`: writes app/ and the generated sections of docs/make.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { events } from '@kolvera/event-schema';
import { DOCUMENT, withSections } from './documentation/sections.ts';
import { writeTree } from './src/tree/write-tree.ts';

const document = withSections(await readFile(DOCUMENT, 'utf8'), events);
await writeTree();
await writeFile(DOCUMENT, document);
