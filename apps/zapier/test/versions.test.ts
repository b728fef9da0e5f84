/** @slow Builds the app. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, test } from 'vitest';
import { compareBuilds } from '../scripts/compare-builds.ts';
import { type Field, readBuild, surfaceOf } from '../scripts/surface.ts';
import { type Bump, isEnough } from '../scripts/version-step.ts';
import { buildZip } from './zapier/lambda.ts';

const built = readBuild(buildZip);

/** An app of one trigger, to be changed. */
const before = {
  version: '1.4.2',
  authentication: { fields: [{ key: 'api_key', type: 'password' }] },
  triggers: {
    new_contact: {
      operation: {
        inputFields: [
          { key: 'campaign', required: false },
          { key: 'kind', required: true },
        ],
        outputFields: [
          { key: 'id', type: 'string' },
          { key: 'created_at', type: 'datetime' },
          { key: 'tags', list: true },
          { key: 'steps', children: [{ key: 'number', type: 'integer' }] },
          '$func$2$f$',
        ] as Field[],
      },
    },
  },
  creates: { verify: { operation: {} } },
};

type App = typeof before;

function changed(change: (app: App) => unknown): App {
  const app = structuredClone(before);
  change(app);
  return app;
}

const operation = (app: App) => app.triggers.new_contact.operation;

const changes: Record<string, [Bump, (app: App) => unknown]> = {
  'nothing but texts': ['patch', () => undefined],
  'a new trigger': ['minor', (app) => Object.assign(app.triggers, { other: { operation: {} } })],
  'a new output field': ['minor', (app) => operation(app).outputFields.push({ key: 'new' })],
  'a new optional input': [
    'minor',
    (app) => operation(app).inputFields.push({ key: 'new', required: false }),
  ],
  'a new required input': [
    'major',
    (app) => operation(app).inputFields.push({ key: 'new', required: true }),
  ],
  'an input that becomes required': [
    'major',
    (app) => Object.assign(operation(app).inputFields[0] ?? {}, { required: true }),
  ],
  'an input that becomes optional': [
    'minor',
    (app) => Object.assign(operation(app).inputFields[1] ?? {}, { required: false }),
  ],
  'an output field of another type': [
    'major',
    (app) => Object.assign(operation(app).outputFields[1] ?? {}, { type: 'string' }),
  ],
  'an output field that stops being a list': [
    'major',
    (app) => Object.assign(operation(app).outputFields[2] ?? {}, { list: false }),
  ],
  'an output field that is gone': ['major', (app) => operation(app).outputFields.shift()],
  'a child that is gone': [
    'major',
    (app) => Object.assign(operation(app).outputFields[3] ?? {}, { children: [] }),
  ],
  'an action that is gone': ['major', (app) => Reflect.deleteProperty(app.creates, 'verify')],
  'a connection field that is gone': ['major', (app) => app.authentication.fields.pop()],
};

const NEXT: Record<Bump, string> = { patch: '1.4.3', minor: '1.5.0', major: '2.0.0' };

function comparison(version: string, change: (app: App) => unknown) {
  const after = { version, surface: surfaceOf(changed(change)) };
  return compareBuilds({ version: before.version, surface: surfaceOf(before) }, after);
}

describe.each(Object.entries(changes))('%s', (_, [needed, change]) => {
  test(`needs a ${needed} version`, () => {
    const enough = Object.entries(NEXT).filter(([, next]) => comparison(next, change).isEnough);
    expect(enough.map(([bump]) => bump)).toEqual(
      Object.keys(NEXT).slice(Object.keys(NEXT).indexOf(needed)),
    );
  });
});

test.each<[string, string, Bump | undefined]>([
  ['1.0.0', '1.0.0', undefined],
  ['1.2.0', '1.1.9', undefined],
  ['2.0.0', '1.9.0', undefined],
  ['1.9.0', '1.10.0', 'minor'],
  ['1.9.9', '2.0.0', 'major'],
])('from %s to %s is enough for %s', (from, to, bump) => {
  const bumps = ['major', 'minor', 'patch'] as const;
  expect(bumps.find((needed) => isEnough(from, to, needed))).toBe(bump);
});

test('the build that is uploaded has a surface: every trigger with its fields', () => {
  expect(built.surface).toMatchObject({
    'connection api_key': 'password',
    'trigger contact_created': 'there',
    'trigger contact_created output data__contact__email': 'string',
    'trigger new_event input events': 'list of string',
    'action verify_webhook input body': 'text',
  });
});

describe('npm run compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-zapier-versions-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('refuses the build beside an older one that had a field more', () => {
    const { 'definition.json': file = new Uint8Array() } = unzipSync(readFileSync(buildZip));
    const definition = JSON.parse(strFromU8(file));
    definition.triggers.contact_created.operation.outputFields.push({ key: 'data__planted' });
    const older = join(folder, 'older.zip');
    writeFileSync(older, zipSync({ 'definition.json': strToU8(JSON.stringify(definition)) }));
    const script = fileURLToPath(new URL('../scripts/compare-builds.ts', import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, [script, older], { encoding: 'utf8' });
    expect(stdout).toContain('major: trigger contact_created output data__planted is gone');
    expect(stdout).toContain('too low: these changes need a major version');
    expect(status).toBe(1);
  });
});

test('the version in package.json has notes in CHANGELOG.md', () => {
  const notes = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
  expect(notes).toContain(`\n## ${built.version}\n`);
});
