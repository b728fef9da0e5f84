import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Collection } from '../interpreter/iml/value.ts';
import { part } from '../interpreter/section.ts';
import { withMake, withStubApi } from './with-make.ts';

let kolvera: Sandbox;
beforeAll(async () => {
  kolvera = await startSandbox();
});
afterAll(() => kolvera.close());

async function call(form: Collection, { baseUrl } = kolvera as { baseUrl: string }) {
  const make = await withMake();
  const connection = await make.connect('kolvera', { apiKey: kolvera.apiKey }, baseUrl);
  return { output: await make.runModule('makeApiCall', form, connection), make };
}

test('calls the API with the connection', async () => {
  const { output, make } = await call({ url: '/me' });
  expect(part(output, 'statusCode')).toBe(200);
  expect(part(output, 'body', 'workspace', 'id')).toBe(kolvera.workspace.id);
  expect(make.history()).not.toContain(kolvera.apiKey);
});

test('sends query, headers and body', async () => {
  kolvera.addWebhook({ url: 'https://one.example/hook' });
  kolvera.addWebhook({ url: 'https://two.example/hook' });
  const { output } = await call({ url: '/webhooks', qs: [{ key: 'limit', value: '1' }] });
  expect(part(output, 'body', 'data')).toHaveLength(1);

  const body = JSON.stringify({ url: 'https://three.example/hook', events: ['*'] });
  const made = await call({ url: '/webhooks', method: 'POST', body });
  expect(part(made.output, 'statusCode')).toBe(201);
});

test('a header of the user does not replace the authorisation', async () => {
  const headers = [{ key: 'authorization', value: 'Bearer other' }];
  const { output } = await call({ url: '/me', headers });
  expect(part(output, 'statusCode')).toBe(200);
});

test('an error has the words of the connection', async () => {
  await expect(call({ url: '/nothing' })).rejects.toMatchObject({ type: 'DataError' });
});

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is an error, and is not followed',
  async (status) => {
    const elsewhere = await withStubApi({ status: 200, body: {} });
    const headers = { location: `${elsewhere.baseUrl}/elsewhere` };
    const { baseUrl } = await withStubApi({ status, headers });
    await expect(call({ url: '/webhooks' }, { baseUrl })).rejects.toThrow(`[${status}]`);
    expect(elsewhere.seen).toEqual([]);
  },
);

test.each([
  'https://evil.example',
  '//evil.example',
  '/webhooks//evil.example',
  '/\\evil.example',
  '@evil.example',
  '/@evil.example',
  '/../admin',
  '/webhooks/..',
  '/webhooks/..%2fadmin',
  '/%2e%2e/admin',
  '/\t/evil.example',
  '/webhooks\n',
  '.evil.example',
  'me',
  ':8080/me',
  '/me?x=1',
  '/',
])('refuses the URL %j', async (url) => {
  const { baseUrl, seen } = await withStubApi({ status: 200, body: {} });
  await expect(call({ url }, { baseUrl })).rejects.toThrow('Invalid value in parameter "URL"');
  expect(seen).toEqual(['GET /me']);
});

test('behind the default base address, no text reaches another host', () => {
  const piece = fc.constantFrom(...'/ // \\ @ .. %2f : ? # evil.example https:'.split(' '), '\t');
  const path = fc.oneof(
    fc.string(),
    fc.array(piece).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(path, (text) => {
      expect(new URL(DEFAULT_BASE_URL + text).origin).toBe(new URL(DEFAULT_BASE_URL).origin);
    }),
  );
});
