/**
 * @module The packages as npm would publish them: packed, unpacked beside a user's program, run on the
 * oldest and the newest supported Node and on the other runtimes, and type-checked with both kinds of
 * module resolution. Needs a build; `npm test` builds first.
 * @slow Installs and runs the built packages.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { node22 } from '@kolvera/test-support/node22';
import { bun, deno } from '@kolvera/test-support/runtimes';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, expect, test } from 'vitest';

const TIMEOUT = 120_000;
const root = resolve(import.meta.dirname, '..');
const LIBRARIES = ['event-schema', 'signature', 'webhook-api', 'delivery', 'receiver', 'certify'];

const PROGRAM = `
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { EventOf, KolveraEvent } from '@kolvera/event-schema';
import { events, identifyEvents, isKnownEvent, jsonSchema, parseEvents } from '@kolvera/event-schema';
import sample from '@kolvera/event-schema/samples/contact.created.json' with { type: 'json' };
import schema from '@kolvera/event-schema/schemas/contact.created.json' with { type: 'json' };
import { imaginaryEvent } from '@kolvera/event-schema/testing';
import { openDelivery } from '@kolvera/delivery';
import { certify, checks, junit } from '@kolvera/certify';
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { createInbox } from '@kolvera/receiver/inbox';
import { createLambdaHandler } from '@kolvera/receiver/lambda';
import { createNodeHandler } from '@kolvera/receiver/node';
import { createPostgresStore } from '@kolvera/receiver/postgres';
import { createRedisStore } from '@kolvera/receiver/redis';
import { signedDelivery } from '@kolvera/receiver/testing';
import { fingerprint, SIGNATURE_HEADER, sign, SignatureError, verify } from '@kolvera/signature';
import vectors from '@kolvera/signature/vectors.json' with { type: 'json' };
import { createFetchTransport, getMe, requestUrl, subscribe } from '@kolvera/webhook-api';

const file = (path: string) => readFileSync(fileURLToPath(import.meta.resolve(path)), 'utf8');
for (const definition of events) {
  const path = (kind: string) => \`@kolvera/event-schema/\${kind}/\${definition.name}.json\`;
  assert.deepEqual(JSON.parse(file(path('schemas'))), jsonSchema(definition));
  assert.deepEqual(JSON.parse(file(path('samples'))), definition.sample);
}
assert.equal(schema.properties.event.const, sample.event);
assert.match(file('@kolvera/webhook-api/openapi.yaml'), /^openapi: .?3\\.1/m);
assert.equal(requestUrl('https://kolvera.example/v1', getMe()), 'https://kolvera.example/v1/me');
assert.equal(parseEvents(JSON.stringify(imaginaryEvent.sample)).some(isKnownEvent), false);

for (const { body, secret, signature } of vectors.signatures) {
  if (body === undefined) continue;
  assert.equal(sign(body, secret), signature);
}
assert.throws(() => verify('', null, ''), SignatureError);

const body = JSON.stringify(sample);
const [event]: readonly KolveraEvent[] = identifyEvents(parseEvents(body), () => fingerprint(body));
if (event?.event === 'contact.created') {
  const contact: EventOf<'contact.created'>['data']['contact'] = event.data.contact;
  const email: string | null | undefined = contact?.email;
  assert.equal(email, sample.data.contact.email);
}

const signed = { [SIGNATURE_HEADER]: sign(body, 'whsec') };
const opened = openDelivery({ headers: signed, body, secrets: 'whsec' });
assert.deepEqual(opened, { outcome: 'event', events: [event] });

const handled: string[] = [];
const receiver = createReceiver({ secret: 'whsec' });
receiver.on('contact.created', ({ id }) => handled.push(id)).onError(() => {});
// @ts-expect-error TS2769: no event has this name.
assert.throws(() => receiver.on('contact.create', () => {}));
const server = createServer(createNodeHandler(receiver)).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const { port } = server.address() as { port: number };
const report = await certify({ url: \`http://127.0.0.1:\${port}/\`, secret: 'whsec', load: 50 });
assert.equal(report.certified, true, JSON.stringify(report));
assert.equal(report.results.length, checks.length);
assert.ok(junit(report).startsWith('<?xml'));
server.closeAllConnections();
server.close();
handled.length = 0;
const headers = { [SIGNATURE_HEADER]: sign(body, 'whsec') };
await receiver.receive({ method: 'POST', headers, body });
assert.deepEqual(handled, [sample.id]);
const made = signedDelivery('contact.created', { secret: 'whsec', overrides: { id: 'evt_2' } });
const answered = await createFetchHandler(receiver)(made.toRequest('https://endpoint.example/'));
assert.equal(await answered.text(), '{"status":"handled"}');
const { statusCode } = await createLambdaHandler(receiver)({ httpMethod: 'POST', ...made });
assert.equal(statusCode, 200);
assert.deepEqual(handled, [sample.id, 'evt_2']);
for (const made of [createInbox, createPostgresStore, createRedisStore]) assert.ok(made);
const transport: Parameters<typeof subscribe>[0] = createFetchTransport({ apiKey: 'kv' });
assert.equal(typeof transport, 'function');
console.log('fine');
`;

/** Sends a delivery to itself. */
const WORKER = `
import { createReceiver } from '@kolvera/receiver';
import { createFetchHandler } from '@kolvera/receiver/fetch';
import { signedDelivery } from '@kolvera/receiver/testing';

const handle = createFetchHandler(createReceiver({ secret: 'whsec' }).onAny(() => {}));
export default {
  fetch: ({ url }) => handle(signedDelivery('contact.created', { secret: 'whsec' }).toRequest(url)),
};
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kolvera-published-'));
  const packages = join(folder, 'node_modules/@kolvera');
  const workspaces = LIBRARIES.map((name) => `--workspace=packages/${name}`);
  run('npm', ['pack', '--silent', `--pack-destination=${folder}`, ...workspaces], root);
  for (const name of LIBRARIES) {
    const target = join(packages, name);
    mkdirSync(target, { recursive: true });
    const [tarball = ''] = globSync(`kolvera-${name}-*.tgz`, { cwd: folder });
    run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target], folder);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
}, TIMEOUT);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, args: readonly string[], cwd: string): string {
  const shell = process.platform === 'win32' && command === 'npm';
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    shell,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command} failed:\n${error ?? ''}${stdout}${stderr}`);
  return stdout.trim();
}

test.each([
  ['Node 22', node22, []],
  ['this Node', () => process.execPath, []],
  ['Bun', bun, ['run']],
  ['Deno', deno, ['run', '--allow-all', '--node-modules-dir=manual', '--no-lock']],
])('the published packages run on %s', { timeout: TIMEOUT }, async (_, runtime, args) => {
  expect(run(await runtime(), [...args, 'program.ts'], folder)).toBe('fine');
});

test('the published receiver runs on workerd', { timeout: TIMEOUT }, async () => {
  writeFileSync(join(folder, 'worker.js'), WORKER);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'worker.js')],
    bundle: true,
    write: false,
    format: 'esm',
    external: ['node:*'],
  });
  const miniflare = new Miniflare({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
  });
  try {
    const response = await miniflare.dispatchFetch('https://endpoint.example/');
    expect(await response.text()).toBe('{"status":"handled"}');
  } finally {
    await miniflare.dispose();
  }
});

test.each([
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
])(
  'their types compile with moduleResolution %s',
  { timeout: TIMEOUT },
  (moduleResolution, module) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2023',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      resolveJsonModule: true,
      noEmit: true,
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
    };
    const project = join(folder, `tsconfig.${moduleResolution}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    expect(run(process.execPath, [tsc, '--project', project], folder)).toBe('');
  },
);
