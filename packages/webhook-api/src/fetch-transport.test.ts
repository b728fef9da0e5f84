import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  call,
  createFetchTransport,
  createWebhook,
  deleteWebhook,
  type FetchTransportOptions,
  getMe,
  KolveraApiError,
  listWebhooks,
} from './index.ts';

const API_KEY = 'key-that-must-not-show';
const ME = {
  workspace: { id: 'a', name: 'A' },
  user: { id: 'u', name: 'U', email: 'u@x.example' },
};

/** A transport to a server that answers so. */
async function transportTo(answer: RequestListener, options: Partial<FetchTransportOptions> = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return createFetchTransport({
    baseUrl: `http://127.0.0.1:${port}/v1`,
    apiKey: API_KEY,
    ...options,
  });
}

test('sends the method, path, key and body, and reads the answer', async () => {
  const seen: unknown[] = [];
  const transport = await transportTo(async (request, response) => {
    const body = await text(request);
    seen.push([request.method, request.url, request.headers.authorization, body]);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ ...ME, id: 'w1', url: 'https://x.example', secret: 's' }));
  });
  expect(await call(transport, getMe())).toEqual(ME);
  await call(transport, createWebhook({ url: 'https://x.example', events: ['*'] }));
  expect(seen).toEqual([
    ['GET', '/v1/me', `Bearer ${API_KEY}`, ''],
    ['POST', '/v1/webhooks', `Bearer ${API_KEY}`, '{"url":"https://x.example","events":["*"]}'],
  ]);
});

test('reads text that arrives in pieces, and 204 without a body', async () => {
  const name = 'Zoë';
  const bytes = Buffer.from(JSON.stringify({ ...ME, workspace: { id: 'a', name } }));
  const transport = await transportTo((request, response) => {
    if (request.method === 'DELETE') return response.writeHead(204).end();
    const middle = bytes.indexOf('ë') + 1;
    response.setHeader('content-type', 'application/json');
    response.write(bytes.subarray(0, middle), () => response.end(bytes.subarray(middle)));
    return undefined;
  });
  expect((await call(transport, getMe())).workspace.name).toBe(name);
  expect(await call(transport, deleteWebhook('w1'))).toBe(undefined);
});

describe('fails with', () => {
  test('unexpected for a redirect, which it does not follow', async () => {
    let requests = 0;
    const transport = await transportTo((_, response) => {
      requests += 1;
      response.writeHead(307, { location: '/v1/elsewhere' }).end();
    });
    await expect(call(transport, getMe())).rejects.toMatchObject({
      code: 'unexpected',
      status: 307,
      message: expect.stringContaining('redirect'),
    });
    expect(requests).toBe(1);
  });

  test('unexpected for an answer beyond 1 MB, without reading it to its end', async () => {
    let closed = () => {};
    const wasClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const transport = await transportTo((_, response) => {
      response.on('close', closed);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      };
      response.on('drain', more);
      more();
    });
    await expect(call(transport, getMe())).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('1 MB'),
    });
    await wasClosed;
  });

  test('timeout when no answer comes', async () => {
    const transport = await transportTo(() => {}, { timeoutMs: 20 });
    await expect(call(transport, getMe())).rejects.toMatchObject({ code: 'timeout', status: null });
  });

  test('timeout when the answer stops half-way', async () => {
    const transport = await transportTo((_, response) => response.write('{'), { timeoutMs: 100 });
    await expect(call(transport, getMe())).rejects.toMatchObject({ code: 'timeout' });
  });

  test('timeout when the caller’s signal ends it', async () => {
    const caller = new AbortController();
    const transport = await transportTo(() => caller.abort());
    await expect(call(transport, getMe(), { signal: caller.signal })).rejects.toMatchObject({
      code: 'timeout',
    });
  });

  test('unavailable when the connection breaks, and sends nothing twice', async () => {
    let requests = 0;
    const transport = await transportTo((request) => {
      requests += 1;
      request.socket.destroy();
    });
    const request = createWebhook({ url: 'https://x.example', events: ['*'] });
    await expect(call(transport, request)).rejects.toMatchObject({ code: 'unavailable' });
    expect(requests).toBe(1);
  });

  test('invalid for a base address that is not safe, before anything is sent', async () => {
    const send = vi.fn<typeof fetch>();
    const baseUrl = 'http://api.kolvera.io/v1';
    const transport = createFetchTransport({ baseUrl, apiKey: API_KEY, fetch: send });
    await expect(call(transport, getMe())).rejects.toMatchObject({ code: 'invalid' });
    expect(send).not.toHaveBeenCalled();
  });

  const unset = process.env.KOLVERA_KEY_THAT_IS_NOT_SET as string;
  test.each([unset, '', ' ', 'a b', 'a\nb', 'ключ'])('unauthorized for the key %j', (apiKey) => {
    expect(() => createFetchTransport({ apiKey })).toThrow(
      expect.objectContaining({ code: 'unauthorized' }),
    );
  });
});

describe('whatever a transport does', () => {
  test('what it throws is not quoted', async () => {
    const transport = async () => {
      throw Object.assign(new Error(`authorization: Bearer ${API_KEY}`), { apiKey: API_KEY });
    };
    const error = await call(transport, getMe()).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(KolveraApiError);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(inspect(error, { depth: null })).not.toContain(API_KEY);
  });

  test('it is not called when time is up already', async () => {
    const transport = vi.fn();
    const signal = AbortSignal.abort();
    await expect(call(transport, listWebhooks(), { signal })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(transport).not.toHaveBeenCalled();
  });
});
