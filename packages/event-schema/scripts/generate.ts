/** @module Writes the files that are derived from the catalogue and committed. */
import { writeFile } from 'node:fs/promises';
import { events } from '../src/catalogue.ts';
import { eventNamesFile, printEventNames } from './event-names.ts';
import { eventReferenceFile, printEventReference } from './event-reference.ts';

await writeFile(eventNamesFile, printEventNames(events));
await writeFile(eventReferenceFile, printEventReference(events));
