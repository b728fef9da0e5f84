/** @module Writes every event's JSON Schema and sample into dist, for the documented subpaths. */
import { mkdir, writeFile } from 'node:fs/promises';
import { events } from '../src/catalogue.ts';
import { jsonSchema } from '../src/json-schema.ts';

const dist = new URL('../dist/', import.meta.url);

async function write(path: string, content: unknown) {
  await writeFile(new URL(path, dist), `${JSON.stringify(content, null, 2)}\n`);
}

await mkdir(new URL('schemas/', dist), { recursive: true });
await mkdir(new URL('samples/', dist), { recursive: true });
for (const definition of events) {
  await write(`schemas/${definition.name}.json`, jsonSchema(definition));
  await write(`samples/${definition.name}.json`, definition.sample);
}
