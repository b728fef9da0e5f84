import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Collection } from '../interpreter/iml/value.ts';
import { withMake, withStubApi } from './with-make.ts';

let kolvera: TestSandbox;
beforeAll(async () => {
  kolvera = await startTestSandbox();
});
afterEach(() => kolvera.faults.clear());
afterAll(() => kolvera.close());

async function connect(form: Collection = {}) {
  const { apiKey, baseUrl } = kolvera;
  return (await withMake()).connect('kolvera', { apiKey, baseUrl, ...form });
}

test('is named after workspace and user, and has the workspace as its uid', async () => {
  const { name, uid } = await connect();
  expect(name).toMatch(new RegExp(`^${kolvera.workspace.name} \\(.+\\)$`, 'u'));
  expect(uid).toBe(kolvera.workspace.id);
});

test.each<[string, object]>([
  ['Acme (Mia)', { workspace: { id: 'wsp_1', name: 'Acme' }, user: { name: 'Mia' } }],
  ['Acme (Mia)', { data: { workspace: { id: 'wsp_1', name: 'Acme' }, user: { name: 'Mia' } } }],
  [
    'Acme (mia@acme.example)',
    { workspace: { id: 1, name: 'Acme' }, user: { email: 'mia@acme.example' } },
  ],
  ['wsp_1 (API key)', { workspace: { id: 'wsp_1', name: '' }, user: null }],
])('is called %s', async (expected, whoIsIt) => {
  const { baseUrl } = await withStubApi({ status: 404 }, whoIsIt);
  expect((await connect({ baseUrl })).name).toBe(expected);
});

test('refuses a wrong key, in words', async () => {
  await expect(connect({ apiKey: 'kol_wrong' })).rejects.toMatchObject({
    type: 'InvalidAccessTokenError',
    message: expect.stringContaining('API key'),
  });
  await expect(connect({ apiKey: '' })).rejects.toThrow('Missing value');
});

test.each([
  ['rate_limited', 'RateLimitError', 'Too many requests'],
  ['server_error', 'ConnectionError', 'Something went wrong'],
  ['html_page', 'ConnectionError', 'not available'],
  ['drop_before', 'ConnectionError', 'cannot be reached'],
] as const)('%s is a %s', async (fault, type, message) => {
  kolvera.faults.next(1, fault);
  await expect(connect()).rejects.toMatchObject({
    type,
    message: expect.stringContaining(message),
  });
});

test('an address that is not of Kolvera’s API says so', async () => {
  const { baseUrl } = await withStubApi({ status: 200, body: { hello: 'world' } });
  await expect(connect({ baseUrl: `${baseUrl}/other` })).rejects.toThrow(
    'did not come from Kolvera',
  );
});

test('the key and the secret can be changed, the address cannot: it would carry the key away', async () => {
  const make = await withMake();
  const { apiKey, baseUrl } = kolvera;
  const connection = await make.connect('kolvera', { apiKey, baseUrl });
  const edited = await make.editConnection('kolvera', connection, { webhookSecret: 'whsec_new' });
  expect(edited.values).toEqual({ ...connection.values, webhookSecret: 'whsec_new' });
  await expect(
    make.editConnection('kolvera', connection, { baseUrl: 'https://api.kolvera.io/v1' }),
  ).rejects.toThrow('Cannot edit');
});

test('an error has the status, Kolvera’s own reason, and what to do', async () => {
  await expect(connect({ apiKey: 'kol_wrong' })).rejects.toThrow(
    /^\[401\] .+\. .+ create a new one/u,
  );
});

test('a redirect is not followed', async () => {
  const elsewhere = await withStubApi({ status: 200, body: {} });
  const headers = { location: `${elsewhere.baseUrl}/me` };
  const { baseUrl } = await withStubApi({ status: 302, headers });
  await expect(connect({ baseUrl: `${baseUrl}/v1` })).rejects.toThrow('redirect');
  expect(elsewhere.seen).toEqual([]);
});

test.each([
  ['API key', { apiKey: 'kol_key\n' }],
  ['Webhook secret', { webhookSecret: ' whsec_pasted' }],
])('refuses a pasted %s with white space around it', async (label, form) => {
  await expect(connect(form)).rejects.toThrow(`Invalid value in parameter "${label}"`);
});

test.each([
  'http://api.kolvera.io/v1',
  'https://api.kolvera.io/v1/',
  'https://api.kolvera.io@evil.example',
  'https://api.kolvera.io/v1?x=',
  'https://api.kolvera.io/v1#',
  'https://evil.example\\api.kolvera.io',
  'http://localhost.evil.example/v1',
  'ftp://api.kolvera.io',
  'https://evil.example/v1',
  'https://api.kolvera.io.evil.example',
  'https://evilkolvera.io/v1',
  'api.kolvera.io',
])('does not send a key to %s', async (baseUrl) => {
  await expect(connect({ baseUrl })).rejects.toThrow('Invalid value');
});
