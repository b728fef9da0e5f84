/** @module `npm run generate`: writes docs/platform-limits.md. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { everySubject } from '../find-subjects.ts';
import { limitsDocument } from './limits-document.ts';

const root = resolve(import.meta.dirname, '../../../..');
await writeFile(resolve(root, 'docs/platform-limits.md'), limitsDocument(await everySubject(root)));
