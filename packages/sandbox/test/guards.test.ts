import { once } from 'node:events';
import { request } from 'node:http';
import { expect, test } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { openSandbox } from './open-sandbox.ts';

/** The status of a GET with these headers, which fetch would not let us set. */
async function statusWith(
  { baseUrl, apiKey }: Sandbox,
  headers: Record<string, string>,
  url: string = `${baseUrl}/me`,
): Promise<number | undefined> {
  const sent = request(url, {
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
  }).end();
  const [answer] = await once(sent, 'response');
  answer.resume();
  return answer.statusCode;
}

test('requests for its own address are taken', async () => {
  const sandbox = await openSandbox();
  const { port } = new URL(sandbox.baseUrl);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
    expect(await statusWith(sandbox, { host })).toBe(200);
    expect(await statusWith(sandbox, { host, origin: `http://localhost:${port}` })).toBe(200);
  }
});

test('requests for another host, or from another origin, are refused', async () => {
  const sandbox = await openSandbox();
  const { host, origin: own, port } = new URL(sandbox.baseUrl);
  for (const other of [`evil.example:${port}`, 'localhost', `127.0.0.1:${Number(port) - 1}`]) {
    expect(await statusWith(sandbox, { host: other })).toBe(403);
  }
  for (const origin of ['http://evil.example', `https://${host}`, 'null', `http://x.${host}`]) {
    expect(await statusWith(sandbox, { origin })).toBe(403);
  }
  for (const url of [sandbox.baseUrl, sandbox.controlUrl, sandbox.settingsUrl, own]) {
    for (const headers of [{ host: `evil.example:${port}` }, { origin: 'http://evil.example' }]) {
      expect(await statusWith(sandbox, headers, url)).toBe(403);
    }
  }
});
