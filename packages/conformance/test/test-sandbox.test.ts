import { expect, onTestFinished, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from '../src/test-sandbox.ts';

/** vitest's own second is short on a busy machine. */
const PATIENT = { timeout: 60_000 };

async function openTestSandbox(): Promise<TestSandbox> {
  const sandbox = await startTestSandbox();
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const webhook = { url: 'https://example.com/hook', events: ['*'] };

function create({ baseUrl, apiKey }: TestSandbox, signal: AbortSignal | null = null) {
  return fetch(`${baseUrl}/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(webhook),
    signal,
  });
}

function get({ baseUrl, apiKey }: TestSandbox, path: string) {
  return fetch(baseUrl + path, { headers: { authorization: `Bearer ${apiKey}` } });
}

test('the next responses fail as planted, and change nothing', async () => {
  const sandbox = await openTestSandbox();
  sandbox.faults.next(1, 'unauthorized');
  sandbox.faults.next(2, 'server_error');
  sandbox.faults.next(1, 'rate_limited');
  const statuses: number[] = [];
  for (let n = 0; n < 3; n++) statuses.push((await create(sandbox)).status);
  const limited = await create(sandbox);
  expect([...statuses, limited.status]).toEqual([401, 500, 500, 429]);
  expect(limited.headers.get('retry-after')).toBe('2');
  expect(sandbox.webhooks()).toEqual([]);
  expect((await create(sandbox)).status).toBe(201);
});

test('a fault can be for one operation, and be cleared', async () => {
  const sandbox = await openTestSandbox();
  sandbox.faults.next(2, 'server_error', 'GET /me');
  expect((await get(sandbox, '/webhooks')).status).toBe(200);
  expect((await get(sandbox, '/me')).status).toBe(500);
  sandbox.faults.clear();
  expect((await get(sandbox, '/me')).status).toBe(200);
});

test("a proxy's page is HTML", async () => {
  const sandbox = await openTestSandbox();
  sandbox.faults.next(1, 'html_page');
  const response = await create(sandbox);
  expect([response.status, response.headers.get('content-type')]).toEqual([
    502,
    'text/html; charset=utf-8',
  ]);
});

test('a dropped connection leaves the change undone, or done', async () => {
  const sandbox = await openTestSandbox();
  sandbox.faults.next(1, 'drop_before');
  await expect(create(sandbox)).rejects.toThrow('fetch failed');
  expect(sandbox.webhooks()).toEqual([]);
  sandbox.faults.next(1, 'drop_after');
  await expect(create(sandbox)).rejects.toThrow('fetch failed');
  expect(sandbox.webhooks()).toHaveLength(1);
  expect(sandbox.requests()).toEqual(['POST /webhooks', 'POST /webhooks']);
});

test('a request that hangs gets no response, and does not keep the sandbox open', async () => {
  const sandbox = await openTestSandbox();
  sandbox.faults.next(2, 'hang');
  await expect(create(sandbox, AbortSignal.timeout(50))).rejects.toThrow('timeout');
  const hanging = create(sandbox);
  hanging.catch(() => {});
  await expect.poll(() => sandbox.requests().length, PATIENT).toBe(2);
  await sandbox.close();
  await expect(hanging).rejects.toThrow('fetch failed');
});

test('secrets are remembered after a rotation', async () => {
  const sandbox = await openTestSandbox();
  const { id, secret } = Object(await (await create(sandbox)).json());
  const rotated = sandbox.rotateSecret(id);
  expect(sandbox.secretsEverIssued()).toEqual([secret, rotated]);
});
