import { expect, onTestFinished, test } from 'vitest';
import { openSandbox } from '../test/open-sandbox.ts';
import { startOnStablePort } from './stable-port.ts';

test('a port that another program has is not waited for', async () => {
  const { baseUrl } = await openSandbox();
  const port = Number(new URL(baseUrl).port);
  const { sandbox, portWasTaken } = await startOnStablePort(port, {});
  onTestFinished(() => sandbox.close());
  expect(portWasTaken).toBe(true);
  expect(new URL(sandbox.baseUrl).port).not.toBe(String(port));
});

test('a port that is free is taken', async () => {
  const first = await openSandbox();
  const port = Number(new URL(first.baseUrl).port);
  await first.close();
  const { sandbox, portWasTaken } = await startOnStablePort(port, {});
  onTestFinished(() => sandbox.close());
  expect(portWasTaken).toBe(false);
  expect(new URL(sandbox.baseUrl).port).toBe(String(port));
});
