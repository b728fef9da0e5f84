/** @module `npm run generate`: writes docs/platform-limits.md. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findSubjects } from '../find-subjects.ts';
import { limitsDocument } from './limits-document.ts';

const root = resolve(import.meta.dirname, '../../../..');
const document = limitsDocument(await findSubjects(root, false), await findSubjects(root, true));
await writeFile(resolve(root, 'docs/platform-limits.md'), document);
