/** @module Writes the files that are derived from the catalogue and committed. */
import { writeFile } from 'node:fs/promises';
import { events } from '../src/catalogue.ts';
import { asyncApiFile, printAsyncApi } from './asyncapi.ts';
import { eventReferenceFile, printEventReference } from './event-reference.ts';
import { ideasFile, printIdeas } from './ideas-document.ts';
import { knownEventsFile, printKnownEvents } from './known-events.ts';

await writeFile(knownEventsFile, printKnownEvents(events));
await writeFile(eventReferenceFile, printEventReference(events));
await writeFile(asyncApiFile, printAsyncApi(events));
await writeFile(ideasFile, printIdeas());
