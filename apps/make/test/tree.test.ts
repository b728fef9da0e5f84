import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventDefinition, events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from '../interpreter/iml/parse.ts';
import { split } from '../interpreter/iml/render.ts';
import { isAccepted } from '../src/app/incoming-communication.ts';
import { makeApp } from '../src/app/make-app.ts';
import { sentenceCase } from '../src/app/sentence-case.ts';
import { isSigned } from '../src/app/writings.ts';
import { appFiles, MANIFEST } from '../src/tree/app-files.ts';
import { readManifest, readTree } from '../src/tree/read-tree.ts';
import { writeTree } from '../src/tree/write-tree.ts';
import { validateTree } from '../src/validation/validate-tree.ts';
import { openSchemas } from './make-schemas.ts';

test('apps/make/app is what `npm run generate -w apps/make` writes', async () => {
  const tree = await readTree();
  const { origins } = readManifest(tree);
  expect(Object.fromEntries(tree)).toEqual(Object.fromEntries(appFiles(makeApp(), origins)));
});

describe('writing the tree', () => {
  const temporary = async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kolvera-make-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    return directory;
  };

  test('fills an empty folder, keeps the origins and removes what the app no longer has', async () => {
    const directory = await temporary();
    await writeTree(directory);
    const written = await readTree(directory);
    expect(written).toEqual(appFiles(makeApp()));

    const baseUrl = 'https://eu1.make.com/api';
    const origin = { baseUrl, appId: 'kolvera-1', appVersion: 1, apikeyFile: '.secrets/apikey' };
    const manifest = { ...readManifest(written), origins: [origin] };
    await writeFile(join(directory, MANIFEST), JSON.stringify(manifest));
    await writeFile(join(directory, 'old.json'), '{}');
    await writeTree(directory);
    expect(await readTree(directory)).toEqual(appFiles(makeApp(), [origin]));
  });

  test('changes nothing when an event’s subject is missing, and names the file to add it to', async () => {
    const directory = await temporary();
    await writeTree(directory);
    const before = await readTree(directory);
    const event = { ...imaginaryEvent, subject: 'deal' } as unknown as EventDefinition;
    await expect(writeTree(directory, [...events, event])).rejects.toThrow(
      /"deal" is unknown.*packages\/event-schema\/src\/subjects\.ts/u,
    );
    expect(await readTree(directory)).toEqual(before);
  });
});

test("a developer's key for Make's VS Code extension is not part of the tree", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kolvera-make-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, '.secrets'));
  await writeFile(join(directory, '.secrets/apikey'), 'key');
  await writeFile(join(directory, 'README.md'), '# Kolvera');
  expect([...(await readTree(directory)).keys()]).toEqual(['README.md']);
});

test('every expression parses', () => {
  const parts = [...appFiles(makeApp())]
    .filter(([path]) => path.endsWith('.json'))
    .flatMap(([, text]) => texts(JSON.parse(text)))
    .flatMap(split)
    .filter(({ kind, text }) => kind === 'expression' && text !== '...');
  expect(parts.length).toBeGreaterThan(50);
  for (const { text } of parts) expect(() => parse(text)).not.toThrow();
});

/** Whether one of six writings of the body carries the signature. */
const checks = ['ifempty(parameters.secret, data.issuedSecret)'].flatMap((secret) => [
  isAccepted(secret),
  isSigned('headers.`x-kolvera-signature`', secret),
]);

test('a reviewer can read every expression: none is longer than 600 characters, but for the six writings', () => {
  const found = [...appFiles(makeApp())]
    .filter(([path]) => path.endsWith('.json'))
    .flatMap(([path, text]) => texts(JSON.parse(text)).map((value) => [path, value] as const))
    .flatMap(([path, value]) => split(value).map(({ text }) => [path, text] as const))
    .map(
      ([path, text]) =>
        [path, checks.reduce((rest, check) => rest.replace(check, ''), text)] as const,
    )
    .filter(([, text]) => text.length > 600);
  expect(found).toEqual([]);
});

test('an event that is added to the catalogue is in its subject’s module, in the others not, and in all events', () => {
  const files = appFiles(makeApp(withImaginaryEvent()));
  expect(validateTree(files)).toEqual([]);
  const { name, label } = imaginaryEvent;
  const having = (needle: string) =>
    [...files].filter(([, text]) => text.includes(needle)).map(([path]) => path);

  expect(having(`'${name}', '${sentenceCase(label)}'`)).toEqual([
    'rpcs/list-event-types/list-event-types.communication.iml.json',
  ]);
  expect(having(`"${name}"`)).toEqual(['webhooks/campaigns/campaigns.params.iml.json']);
  const interfaces = having('"paused_at"').filter((path) => path.endsWith('.interface.iml.json'));
  expect(interfaces).toEqual([
    'modules/watch-campaigns/watch-campaigns.interface.iml.json',
    'modules/watch-all-events/watch-all-events.interface.iml.json',
    'modules/read-event/read-event.interface.iml.json',
  ]);
  expect(having(sentenceCase(label))).toEqual(
    expect.arrayContaining(['README.md', 'makecomapp.json']),
  );
});

// Opt-in, because the schemas are in no package: docs/make.md says where they are.
const { MAKE_SCHEMAS_DIR } = process.env;
if (MAKE_SCHEMAS_DIR) {
  test('Make’s own schemas take every file, and refuse one that is wrong', async () => {
    const validate = await openSchemas(MAKE_SCHEMAS_DIR);
    const files = [...appFiles(makeApp())].filter(([path]) => path !== 'README.md');
    const found = files.map(([path, text]) => [path, validate(path, text)]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(files.map(([path]) => [path, []])),
    );
    const wrong = JSON.stringify({ url: '/x', headers: { authorization: { type: 'Bearer' } } });
    expect(validate('webhooks/x/x.attach.iml.json', wrong)).not.toEqual([]);
  });
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)]);
}
