/**
 * @module A client whose types are generated from openapi.yaml: proof that the document and the events'
 * schemas in it are whole, and say what the local Kolvera does.
 * @slow Generates, type-checks and runs a program.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { events, sampleEvent } from '@kolvera/event-schema';
import { startSandbox } from '@kolvera/sandbox';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TIMEOUT = 120_000;
const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const openApi = new URL('../../webhook-api/openapi.yaml', import.meta.url);

const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths, webhooks } from './kolvera.ts';

const [baseUrl = '', key = ''] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${key}\` } });

const types = await client.GET('/webhooks/event-types');
const created = await client.POST('/webhooks', {
  body: { url: 'https://endpoint.example/kolvera', events: ['contact.created'] },
});
const id: string = created.data?.id ?? '';
const read = await client.GET('/webhooks/{id}', { params: { path: { id } } });
const removed = await client.DELETE('/webhooks/{id}', { params: { path: { id } } });
const gone = await client.GET('/webhooks/{id}', { params: { path: { id } } });

type Body = webhooks['contact.created']['post']['requestBody']['content']['application/json'];
const event: Body = SAMPLE;
const same: components['schemas']['contact.created'] = event;
const email: string | null | undefined = event.data.contact?.email;
// @ts-expect-error TS2322: an event has its own name, not another event's.
const other: Body['event'] = 'contact.updated';
// @ts-expect-error TS2339: an event has no such key.
event.created;

console.log(JSON.stringify({
  types: types.data?.data?.length,
  url: read.data?.url,
  removed: removed.response.status,
  gone: gone.response.status,
  email,
}));
`;

let folder: string;
// Inside the package, so that the program finds the client's library.
beforeAll(() => {
  const cache = fileURLToPath(new URL('../.cache/', import.meta.url));
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'typed-client-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a client generated from openapi.yaml works against the local Kolvera', {
  timeout: TIMEOUT,
}, async () => {
  const sample = sampleEvent('contact.created');
  writeFileSync(join(folder, 'kolvera.ts'), astToString(await openapiTS(openApi)));
  writeFileSync(join(folder, 'program.ts'), PROGRAM.replace('SAMPLE', JSON.stringify(sample)));
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2023', strict: true, noEmit: true, skipLibCheck: true },
    ...{ allowImportingTsExtensions: true, types: ['node'] },
  };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['program.ts'] }),
  );
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);

  const sandbox = await startSandbox();
  try {
    const { stdout } = await run(process.execPath, [
      join(folder, 'program.ts'),
      sandbox.baseUrl,
      sandbox.apiKey,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      types: events.length,
      url: 'https://endpoint.example/kolvera',
      removed: 204,
      gone: 404,
      email: sample.data.contact?.email,
    });
  } finally {
    await sandbox.close();
  }
});
