import { type Sandbox, startSandbox } from '@kolvera/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEndpoint } from './endpoint.ts';
import { kolvera } from './kolvera.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const webhooks = (...argv: string[]) =>
  kolvera(['webhooks', ...argv], {
    env: { KOLVERA_API_URL: sandbox.baseUrl, KOLVERA_API_KEY: sandbox.apiKey },
  });

test('adds, lists, changes, tests, rotates and deletes', async () => {
  const endpoint = await startEndpoint();
  expect((await webhooks('list')).stdout).toBe('There are no webhooks.\n');

  const added = await webhooks(
    'add',
    '--url',
    endpoint.url,
    '--events',
    'contact.created,meeting.booked',
  );
  expect(added.stdout).toMatch(/^Added wh_\w+ for http.*\nSecret, shown only once: whsec_\S+\n$/);
  const [{ id = '', secret = '' } = {}] = sandbox.webhooks();
  expect(added.stdout).toContain(secret);

  const listed = await webhooks('list');
  expect(listed.stdout).toMatch(new RegExp(`${id} +active +contact.created,meeting.booked +http`));
  expect(listed.stdout).not.toContain(secret);
  expect(JSON.parse((await webhooks('list', '--json')).stdout)).toMatchObject([{ id }]);

  await webhooks('test', id, '--event', 'meeting.booked');
  await sandbox.settled();
  expect(endpoint.received).toHaveLength(1);

  expect((await webhooks('update', id, '--events', '*', '--disable')).stdout).toContain(
    'disabled, all',
  );
  expect(sandbox.webhook(id)).toMatchObject({ status: 'disabled', events: ['*'] });
  expect((await webhooks('update', id)).code).toBe(2);

  const rotated = await webhooks('rotate-secret', id);
  expect(rotated.stdout).toContain(String(sandbox.webhook(id)?.secret));
  expect((await webhooks('delete', id)).code).toBe(0);
  expect(sandbox.webhooks()).toEqual([]);

  const gone = await webhooks('delete', id, '--json');
  expect(gone.code).toBe(1);
  expect(JSON.parse(gone.stderr)).toMatchObject({ error: { code: 'not_found' } });
});

test('says what the API refuses, without the key', async () => {
  const { code, stderr } = await kolvera(['webhooks', 'list', '--api-key', 'kv_wrong'], {
    env: { KOLVERA_API_URL: sandbox.baseUrl },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/API key/);
  expect(stderr).not.toContain('kv_wrong');
});

test('asks for a key', async () => {
  const { code, stderr } = await kolvera(['webhooks', 'list']);
  expect(code).toBe(2);
  expect(stderr).toContain('KOLVERA_API_KEY');
});

test('says at each call elsewhere that the API is assumed', async () => {
  const { code, stderr } = await kolvera(['webhooks', 'list'], {
    env: { KOLVERA_API_URL: 'https://127.0.0.1.invalid/v1', KOLVERA_API_KEY: 'kv_x' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('Kolvera has published no API for webhooks');
});
