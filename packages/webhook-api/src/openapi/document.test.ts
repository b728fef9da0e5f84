import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, onTestFinished, test } from 'vitest';
import * as operations from '../operations.ts';
import { openApiDocument } from './document.ts';
import { operationDocs } from './operation-docs.ts';
import { openApiYaml } from './yaml.ts';

const OPENAPI_YAML = new URL('../../openapi.yaml', import.meta.url);
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
// Linting starts a process of its own, which a busy machine makes wait.
const LINT_TIMEOUT = 60_000;

test('openapi.yaml is up to date: npm run generate -w @kolvera/webhook-api', async () => {
  expect(await readFile(OPENAPI_YAML, 'utf8')).toBe(openApiYaml());
});

test.each([
  ['as it is', openApiYaml()],
  ['with an event more', openApiYaml(withImaginaryEvent())],
])('the linter has nothing to say %s', { timeout: LINT_TIMEOUT }, async (_, yaml) => {
  expect(await lint(yaml)).toEqual({ errors: 0, warnings: 0, ignored: 0 });
});

test('the linter would have something to say', { timeout: LINT_TIMEOUT }, async () => {
  const broken = openApiYaml().replaceAll('#/components/schemas/Webhook"', '#/nowhere"');
  expect(await lint(broken)).not.toMatchObject({ errors: 0 });
});

test('every operation is in the document, at its path and method', () => {
  expect(operationDocs.map(({ operation }) => operation.id).sort()).toEqual(
    Object.keys(operations).sort(),
  );
  for (const { id, path, method, status } of Object.values(operations)) {
    expect(openApiDocument()).toHaveProperty(
      ['paths', path, method.toLowerCase(), 'operationId'],
      id,
    );
    expect(openApiDocument()).toHaveProperty([
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      String(status),
    ]);
  }
});

test('every event is under webhooks, and the imaginary one when it is there', () => {
  expect(Object.keys(Object(openApiDocument().webhooks))).toEqual(events.map(({ name }) => name));

  const { name, label, firesWhen, sample } = imaginaryEvent;
  const document = openApiDocument(withImaginaryEvent());
  expect(document).toHaveProperty(['webhooks', name, 'post', 'summary'], label);
  expect(document).toHaveProperty(['webhooks', name, 'post', 'description'], firesWhen);
  const content = ['webhooks', name, 'post', 'requestBody', 'content', 'application/json'];
  expect(document).toHaveProperty([...content, 'example'], sample);
  expect(document).toHaveProperty([...content, 'schema', '$ref'], `#/components/schemas/${name}`);
  expect(document).toHaveProperty(
    ['components', 'schemas', name, 'properties', 'event', 'const'],
    name,
  );
});

test('the document says that it is assumed', () => {
  expect(openApiDocument()).toMatchObject({
    'x-assumed': true,
    info: { title: expect.stringContaining('assumed') },
  });
});

/** What Redocly's linter counts, with the package's redocly.yaml. */
async function lint(yaml: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-openapi-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'openapi.yaml');
  await writeFile(file, yaml);
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const cli = join(dirname(manifest), 'bin/cli.js');
  const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const config = join(PACKAGE, 'redocly.yaml');
  const linter = execFile(
    process.execPath,
    [cli, 'lint', '--format=json', '--config', config, file],
    {
      env,
    },
  );
  if (linter.stdout === null) throw new Error('The linter has no output.');
  return JSON.parse(await text(linter.stdout)).totals;
}
