import { readFile } from 'node:fs/promises';
import { call, getMe, requestUrl } from '@kolvera/webhook-api';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openApiDocument } from '../src/openapi/document.ts';
import * as operations from '../src/operations.ts';
import { FakeKolvera } from '../test/fake-kolvera.ts';
import { transportOver } from './own-transport.ts';
import { connect, disconnect } from './subscribe-with-fetch.ts';

const README = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test.each(['subscribe-with-fetch.ts', 'own-transport.ts'])('the README shows %s', async (name) => {
  const example = await readFile(new URL(name, import.meta.url), 'utf8');
  expect(README).toContain(`<!-- examples/${name} -->\n\`\`\`ts\n${example}\`\`\`\n`);
});

test('the README names every call and every component', () => {
  for (const { id, method, path } of Object.values(operations)) {
    expect(README).toMatch(`\`${method} ${path}\``);
    expect(README).toMatch(`\`${id}(`);
  }
  for (const name of Object.keys(Object(openApiDocument([]).components).schemas)) {
    expect(README).toContain(`\`${name}\``);
  }
});

test('subscribe-with-fetch.ts connects, connects again, and disconnects', async () => {
  const kolvera = new FakeKolvera();
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  vi.stubGlobal('fetch', async (url: string, { method, body }: RequestInit) => {
    const request = Object.values(operations).find(
      (each) =>
        each.method === method && new RegExp(pattern(each.path)).test(new URL(url).pathname),
    );
    const id = new URL(url).pathname.split('/')[3];
    const answer = await kolvera.transport(
      {
        ...getMe(),
        operation: request?.id ?? '',
        pathParams: id === undefined ? {} : { id },
        query: Object.fromEntries(new URL(url).searchParams),
        ...(typeof body === 'string' && { body: JSON.parse(body) }),
      },
      { signal: new AbortController().signal },
    );
    return new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  });

  const url = 'https://orders.example/kolvera';
  const subscription = await connect('key', url);
  expect(kolvera.at(url)).toMatchObject([
    { events: ['*'], description: 'Kolvera for my-app: Orders [my-app:production]' },
  ]);
  expect(await connect('key', url, subscription)).toEqual(subscription);
  await disconnect('key', subscription);
  expect(kolvera.at(url)).toEqual([]);
});

test('own-transport.ts carries a request and hands back every answer', async () => {
  const send = vi.fn(async () => ({ status: 401, headers: {}, text: '' }));
  const transport = transportOver({ send }, 'https://api.example/v1');
  await expect(call(transport, getMe())).rejects.toMatchObject({ code: 'unauthorized' });
  expect(send).toHaveBeenCalledWith(
    expect.objectContaining({
      url: requestUrl('https://api.example/v1', getMe()),
      method: 'GET',
      followRedirects: false,
    }),
  );
});

function pattern(path: string): string {
  return `^/v1${path.replace(/\{\w+\}/g, '[^/]+')}$`;
}
