import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type MakeApiStandIn, startMakeApi } from '../../api-stand-in/server.ts';
import { withStubApi } from '../../test/with-make.ts';
import { makeApp } from '../app/make-app.ts';
import { appFiles } from '../tree/app-files.ts';
import { readManifest, readTree } from '../tree/read-tree.ts';
import { validateTree } from '../validation/validate-tree.ts';
import { type DeployOptions, deploy } from './deploy.ts';
import { type LocalApp, readLocalApp } from './local-app.ts';
import { originOf, withOrigin } from './origin.ts';
import { readSettings } from './settings.ts';

// A deployment is more than a hundred requests, which take their time on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let make: MakeApiStandIn;
let app: LocalApp;

beforeEach(async () => {
  make = await startMakeApi();
  app = await readLocalApp(await readTree());
  return () => make.close();
});

interface Overrides extends Partial<Pick<DeployOptions, 'app' | 'dryRun' | 'kept'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly lines?: string[];
}

function run({ env = {}, lines = [], ...overrides }: Overrides = {}) {
  return deploy({
    settings: readSettings({ MAKE_TOKEN: make.token, MAKE_ZONE: make.zone, ...env }),
    app,
    dryRun: false,
    tell: (line) => lines.push(line),
    backOff: { baseDelay: 1 },
    ...overrides,
  });
}

/** How many components of a type the tree has. */
const count = (type: string) => app.components.filter((one) => one.type === type).length;

/** The tree with one section changed. */
async function edited(): Promise<LocalApp> {
  const files = new Map(await readTree());
  const path = 'modules/watch-meetings/watch-meetings.samples.iml.json';
  return readLocalApp(files.set(path, '{"id": "another"}\n'));
}

describe('a deployment', () => {
  test('creates everything, linked; the second one writes nothing', async () => {
    const first = await run();
    expect(first.failed).toEqual([]);
    const [remote] = make.apps;
    expect(remote?.connections).toHaveLength(count('connection'));
    expect(remote?.rpcs).toHaveLength(count('rpc'));
    expect(remote?.webhooks).toHaveLength(count('webhook'));
    expect(remote?.modules).toHaveLength(count('module'));
    expect(remote?.icon).toEqual(app.icon);
    expect(remote?.sections.get('readme')).toContain('# Kolvera');

    const connection = remote?.connections[0]?.name;
    const contacts = remote?.webhooks.find(({ columns }) => columns.label === 'Contact events');
    const reading = remote?.modules.find(({ name }) => name === 'readEvent');
    const watching = remote?.modules.find(({ name }) => name === 'watchContacts');
    expect(contacts?.columns.connection).toBe(connection);
    expect(remote?.rpcs[0]?.columns.connection).toBe(connection);
    expect(reading?.columns.connection).toBe(remote?.connections[1]?.name);
    expect(watching?.columns.webhook).toBe(contacts?.name);
    expect(contacts?.sections.get('attach')).toContain('{{webhook.url}}');

    const before = make.writes.length;
    const second = await run();
    expect(second).toMatchObject({ written: [], failed: [] });
    expect(second.unchanged).toBeGreaterThan(70);
    expect(make.writes).toHaveLength(before);
  });

  test('writes the one section that was edited', async () => {
    await run();
    const before = make.writes.length;
    const { written } = await run({ app: await edited() });
    expect(written).toEqual(['write module "Watch meetings": samples']);
    expect(make.writes.slice(before)).toEqual([
      expect.stringMatching(/^PUT .*\/modules\/watchMeetings\/samples$/u),
    ]);
  });

  test('sets a label, a description or a link right that was changed in Make', async () => {
    await run();
    const [remote] = make.apps;
    const watching = remote?.modules.find(({ name }) => name === 'watchContacts');
    Object.assign(watching?.columns ?? {}, { label: 'Watch people', webhook: null });
    Object.assign(remote?.columns ?? {}, { theme: '#ff0000' });
    const { written } = await run();
    expect(written).toEqual([
      'write app: description and theme',
      'write module "Watch contacts": label, webhook',
    ]);
    expect((await run()).written).toEqual([]);
  });

  test('keeps Make’s names, by which a component is found whose label has changed', async () => {
    const { names } = await run();
    const [remote] = make.apps;
    const contacts = remote?.webhooks.find(({ columns }) => columns.label === 'Contact events');
    expect(names.app).toBe(remote?.name);
    expect(names.ids.webhook).toContainEqual({ local: 'contacts', remote: contacts?.name });
    const manifest = withOrigin(
      readManifest(await readTree()),
      'eu1.make.com',
      'kolvera-x',
      names.ids,
    );
    const files = appFiles(makeApp(), manifest.origins);
    expect(validateTree(files)).toEqual([]);
    expect(originOf(readManifest(files), 'eu1.make.com')?.idMapping).toEqual(names.ids);
    expect(withOrigin(manifest, 'eu1.make.com', 'kolvera-x', names.ids)).toEqual(manifest);

    const { components } = app;
    const relabelled = components.map((component) =>
      component.id === 'contacts' ? { ...component, label: 'People events' } : component,
    );
    const { written } = await run({ app: { ...app, components: relabelled }, kept: names.ids });
    expect(written).toEqual(['write webhook "People events": label']);
    expect(remote?.webhooks).toHaveLength(count('webhook'));
  });

  test('that was interrupted is completed by the next', async () => {
    let left = 30;
    make.fault = (route) => (!route.startsWith('GET') && left-- <= 0 ? 401 : undefined);
    await expect(run()).rejects.toMatchObject({ code: 'wrong_token' });
    make.fault = () => undefined;
    const { failed } = await run();
    expect(failed).toEqual([]);
    expect(make.apps).toHaveLength(1);
    expect(make.apps[0]?.webhooks).toHaveLength(count('webhook'));
    expect((await run()).written).toEqual([]);
  });

  test('goes on after a failure, and says what failed', async () => {
    const lines: string[] = [];
    make.fault = (route) => (/^POST .*\/connections$/u.test(route) ? 500 : undefined);
    const { failed, written } = await run({ lines });
    expect(failed).toContain('create connection "Kolvera"');
    expect(failed).toContain('write webhook "Contact events": connection');
    expect(written).toContain('write webhook "Contact events": attach');
    expect(lines.join('\n')).toContain('FAILED create connection "Kolvera": Make responded 500');
    make.fault = () => undefined;
    expect((await run()).failed).toEqual([]);
    expect((await run()).written).toEqual([]);
  });

  test('waits and tries again when Make allows no more requests', async () => {
    let refusals = 5;
    make.fault = () => (refusals-- > 0 ? 429 : undefined);
    expect((await run()).failed).toEqual([]);
    expect((await run()).written).toEqual([]);
  });
});

describe('a dry run', () => {
  test('tells what would be written, and writes nothing', async () => {
    const lines: string[] = [];
    const { written } = await run({ dryRun: true, lines });
    expect(make.writes).toEqual([]);
    expect(lines[0]).toBe('would create app "Kolvera"');
    expect(lines).toContain('would write webhook "Contact events": attach');
    expect(lines.at(-1)).toBe(`0 unchanged, ${written.length} to write, 0 failed`);
    expect((await run()).written).toEqual(written);
  });

  test('tells only of the edited section', async () => {
    await run();
    const { written } = await run({ dryRun: true, app: await edited() });
    expect(written).toEqual(['write module "Watch meetings": samples']);
  });
});

describe('a mistake is explained', () => {
  test.each([
    ['a token that is wrong', { MAKE_TOKEN: 'wrong' }, 'wrong_token', 'MAKE_TOKEN'],
    ['no token', { MAKE_TOKEN: '' }, 'missing_setting', 'MAKE_TOKEN'],
    ['no zone', { MAKE_ZONE: ' ' }, 'missing_setting', 'eu1.make.com'],
    ['a URL for a zone', { MAKE_ZONE: 'https://eu1.make.com' }, 'invalid_setting', 'a host'],
    ['an app that is not there', { MAKE_APP: 'kolvera-other' }, 'unknown_app', 'MAKE_APP'],
    ['a name that is none', { MAKE_APP: '../apps' }, 'invalid_setting', 'MAKE_APP'],
  ])('%s', async (_, env, code, hint) => {
    const error = await (async () => run({ env }))().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(hint) });
    expect(String(error)).not.toContain(make.token);
    expect(make.writes).toEqual([]);
  });

  test('a token without the scope to write', async () => {
    make.fault = (route) => (route.startsWith('GET') ? undefined : 403);
    await expect(run()).rejects.toMatchObject({
      code: 'missing_scope',
      message: expect.stringContaining('sdk-apps:write'),
    });
  });

  test('a zone that cannot be reached', async () => {
    const gone = await startMakeApi();
    await gone.close();
    await expect(run({ env: { MAKE_ZONE: gone.zone } })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('MAKE_ZONE'),
    });
  });

  test('a server that is not Make’s API', async () => {
    const { baseUrl } = await withStubApi({ status: 200, body: { hello: 'world' } });
    const env = { MAKE_ZONE: baseUrl.replace('http://', '') };
    await expect(run({ env })).rejects.toMatchObject({
      code: 'unexpected_response',
      message: expect.stringContaining('MAKE_ZONE'),
    });
  });

  test('too many requests for too long', async () => {
    make.fault = () => 429;
    await expect(run()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('two apps of one name', async () => {
    await run();
    const [first] = make.apps;
    if (first) make.apps.push({ ...first, name: 'kolvera-copy' });
    await expect(run()).rejects.toMatchObject({ code: 'ambiguous_app' });
    expect((await run({ env: { MAKE_APP: first?.name ?? '' } })).written).toEqual([]);
  });
});

test('no token goes to another machine without https', () => {
  const settings = (zone: string) => readSettings({ MAKE_TOKEN: 'token', MAKE_ZONE: zone });
  expect(settings('eu1.make.com').protocol).toBe('https');
  expect(settings('127.0.0.1:4000').protocol).toBe('http');
  expect(() => settings('eu1.make.com:80')).toThrow('MAKE_ZONE');
});

test('the stand-in takes nothing that it does not know', async () => {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`http://${make.zone}${path}`, {
      ...init,
      headers: { authorization: `Token ${make.token}`, ...init.headers },
    });
  const json = { 'content-type': 'application/json' };
  const post = (body: object) =>
    call('/api/v2/sdk/apps', { method: 'POST', headers: json, body: JSON.stringify(body) });
  expect((await call('/api/v2/sdk/nothing')).status).toBe(404);
  expect((await call('/api/v1/sdk/apps')).status).toBe(404);
  expect((await post({ name: 'kolvera' })).status).toBe(400);
  const whole = { name: 'kolvera', label: 'Kolvera', audience: 'global' };
  expect((await post({ ...whole, colour: 'red' })).status).toBe(400);
  expect((await post(whole)).status).toBe(200);
  const base = `/api/v2/sdk/apps/${make.apps[0]?.name}/1/base`;
  expect((await call(base, { method: 'PUT', headers: json, body: '{}' })).status).toBe(415);
});
