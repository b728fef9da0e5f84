/** @module Writes docs/cli.md and its recording: part of `npm run generate`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { makeDocument } from './document.ts';
import { makeRecording } from './recording.ts';

const docs = new URL('../../../docs/', import.meta.url);
const pictures = new URL('pictures/cli/', docs);

mkdirSync(pictures, { recursive: true });
writeFileSync(new URL('cli.md', docs), await makeDocument());
writeFileSync(new URL('listen.svg', pictures), await makeRecording());
