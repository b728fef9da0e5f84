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

async function connect(form: Collection = {}, baseUrl = kolvera.baseUrl) {
  const { apiKey } = kolvera;
  return (await withMake()).connect('kolvera', { apiKey, ...form }, baseUrl);
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
  expect((await connect({}, baseUrl)).name).toBe(expected);
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
  await expect(connect({}, `${baseUrl}/other`)).rejects.toThrow('did not come from Kolvera');
});

test('asks for the API key and nothing else, and the key can be changed', async () => {
  const make = await withMake();
  const { apiKey, baseUrl } = kolvera;
  const connection = await make.connect('kolvera', { apiKey }, baseUrl);
  expect(connection.values).toEqual({ apiKey });
  const edited = await make.editConnection('kolvera', connection, { apiKey });
  expect(edited.values).toEqual({ apiKey });
  await expect(
    make.editConnection('kolvera', connection, { baseUrl: 'https://evil.example' }),
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
  await expect(connect({}, `${baseUrl}/v1`)).rejects.toThrow('redirect');
  expect(elsewhere.seen).toEqual([]);
});

test('refuses a pasted API key with white space around it', async () => {
  await expect(connect({ apiKey: 'kol_key\n' })).rejects.toThrow(
    'Invalid value in parameter "API key"',
  );
});
