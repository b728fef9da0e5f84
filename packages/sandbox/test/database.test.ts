import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSandbox } from '../src/index.ts';
import { apiClient } from './api-client.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'sandbox.sqlite');
}

test('keys, webhooks and pending deliveries survive closing the database', async () => {
  const database = temporaryFile();
  const endpoint = await openEndpoint();
  let hanging: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    endpoint.answer = () => {
      resolve();
      return new Promise((answer) => {
        hanging = () => answer({ status: 200 });
      });
    };
  });
  const before = await startSandbox({ database });
  const webhook = before.addWebhook({ url: endpoint.url, description: 'mine' });
  await before.fire('contact.created');
  await arrived;
  await before.close();
  hanging();

  endpoint.answer = () => ({ status: 200 });
  const after = await openSandbox({ database });
  expect([after.apiKey, after.controlKey]).toEqual([before.apiKey, before.controlKey]);
  expect(after.workspace).toEqual(before.workspace);
  expect(after.webhooks()).toEqual([webhook]);
  await after.settled();
  expect(endpoint.received).toHaveLength(2);
  expect(endpoint.received[1]?.body).toEqual(endpoint.received[0]?.body);
});

test('two sandboxes do not share a database', async () => {
  const database = temporaryFile();
  await openSandbox({ database });
  await expect(startSandbox({ database })).rejects.toMatchObject({ code: 'database_in_use' });
});

test('a port that is in use is an error, and does not lock the database', async () => {
  const database = temporaryFile();
  const { baseUrl } = await openSandbox();
  const port = Number(new URL(baseUrl).port);
  await expect(startSandbox({ database, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await openSandbox({ database });
});

test('a database of another version is refused', async () => {
  const database = temporaryFile();
  const newer = new DatabaseSync(database);
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  await expect(startSandbox({ database })).rejects.toThrow('another version');
});

test('only its owner can read the file', async () => {
  const database = temporaryFile();
  await openSandbox({ database });
  expect(statSync(database).mode & 0o777).toBe(0o600);
});

test('no Authorization header is stored', async () => {
  const database = temporaryFile();
  const sandbox = await startSandbox({ database });
  const call = apiClient(sandbox);
  const headers = { authorization: 'Bearer somebody-elses-key' };
  await call('GET', '/me', { headers });
  await sandbox.close();
  expect(readFileSync(database).includes('somebody-elses-key')).toBe(false);
});

test('a temporary database is removed on close', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kolvera-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  vi.stubEnv('TMPDIR', folder);
  const sandbox = await startSandbox();
  vi.unstubAllEnvs();
  expect(readdirSync(folder)).not.toEqual([]);
  await sandbox.close();
  expect(readdirSync(folder)).toEqual([]);
});
