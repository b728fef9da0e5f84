import { expect, test } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { apiClient } from './api-client.ts';
import { openSandbox } from './open-sandbox.ts';

/** vitest's own second is short on a busy machine. */
const PATIENT = { timeout: 60_000 };

const url = 'https://example.com/hook';

function create({ baseUrl, apiKey }: Sandbox, signal: AbortSignal | null = null) {
  return fetch(`${baseUrl}/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url, events: ['*'] }),
    signal,
  });
}

test('the next answers fail as planted, and change nothing', async () => {
  const sandbox = await openSandbox();
  const call = apiClient(sandbox);
  sandbox.faults.next(1, 'unauthorized');
  sandbox.faults.next(2, 'server_error');
  sandbox.faults.next(1, 'rate_limited');
  const body = { url, events: ['*'] };
  const statuses: number[] = [];
  for (let n = 0; n < 3; n++) statuses.push((await call('POST', '/webhooks', { body })).status);
  const limited = await call('POST', '/webhooks', { body });
  expect([...statuses, limited.status]).toEqual([401, 500, 500, 429]);
  expect(limited.headers.get('retry-after')).toBe('2');
  expect(sandbox.webhooks()).toEqual([]);
  expect((await call('POST', '/webhooks', { body })).status).toBe(201);
});

test('a fault can be for one operation, and be cleared', async () => {
  const sandbox = await openSandbox();
  const call = apiClient(sandbox);
  sandbox.faults.next(2, 'server_error', { operation: 'getMe' });
  expect((await call('GET', '/webhooks')).status).toBe(200);
  expect((await call('GET', '/me')).status).toBe(500);
  sandbox.faults.clear();
  expect((await call('GET', '/me')).status).toBe(200);
});

test("a proxy's page is HTML", async () => {
  const sandbox = await openSandbox();
  sandbox.faults.next(1, 'html_page');
  const answer = await create(sandbox);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    502,
    'text/html; charset=utf-8',
  ]);
});

test('a dropped connection leaves the change undone, or done', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.next(1, 'drop_before');
  await expect(create(sandbox)).rejects.toThrow('fetch failed');
  expect(sandbox.webhooks()).toEqual([]);
  sandbox.faults.next(1, 'drop_after');
  await expect(create(sandbox)).rejects.toThrow('fetch failed');
  expect(sandbox.webhooks()).toHaveLength(1);
  expect(sandbox.requests().map(({ operation, status }) => [operation, status])).toEqual([
    ['createWebhook', null],
    ['createWebhook', null],
  ]);
});

test('a request that hangs is answered never, and does not keep the sandbox open', async () => {
  const sandbox = await openSandbox();
  sandbox.faults.next(2, 'hang');
  await expect(create(sandbox, AbortSignal.timeout(50))).rejects.toThrow('timeout');
  const hanging = create(sandbox);
  hanging.catch(() => {});
  await expect.poll(() => sandbox.requests().length, PATIENT).toBe(2);
  await sandbox.close();
  await expect(hanging).rejects.toThrow('fetch failed');
});

test('the requests seen have no headers, and so no key', async () => {
  const sandbox = await openSandbox();
  await apiClient(sandbox)('GET', '/webhooks', { query: '?limit=5' });
  expect(sandbox.requests()).toEqual([
    { method: 'GET', path: '/v1/webhooks?limit=5', operation: 'listWebhooks', status: 200 },
  ]);
});
