import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { sampleEvent } from '@kolvera/event-schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type DeliveryRequest, delivery, SECRET } from '../../test/deliveries.ts';
import { createReceiver, type ReceiverError } from '../index.ts';
import { createNodeHandler, type NodeRequest } from './index.ts';

/** A signature that only the whole body could prove wrong. */
const SIGNED = `X-Kolvera-Signature: ${'0'.repeat(64)}\r\n`;

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listen(listener: RequestListener): Promise<{ port: number; url: string }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/kolvera` };
}

/** A receiver behind the adapter; `before` does what a framework does to the request first. */
async function start(
  options: { maxBytes?: number; timeoutMs?: number } = {},
  before: (request: NodeRequest) => unknown = () => {},
) {
  const { timeoutMs, ...receiverOptions } = options;
  const handled: string[] = [];
  const errors: ReceiverError[] = [];
  const receiver = createReceiver({ secret: SECRET, ...receiverOptions })
    .onAny(({ event }) => handled.push(event))
    .onError((error) => errors.push(error));
  const handler = createNodeHandler(receiver, timeoutMs === undefined ? {} : { timeoutMs });
  const { port, url } = await listen(async (request, response) => {
    await before(request);
    await handler(request, response);
  });
  return { port, url, handled, codes: () => errors.map(({ code }) => code) };
}

function post(url: string, request = delivery()): Promise<Response> {
  return fetch(url, { method: 'POST', headers: request.headers, body: request.body as string });
}

/** Sends deliveries over one connection in the given packets. @returns what is answered, by its end. */
async function raw(
  port: number,
  packets: (head: string, body: string) => readonly string[],
  ...deliveries: readonly Pick<DeliveryRequest, 'body' | 'headers'>[]
): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('utf8');
  let answers = '';
  for (const [n, { body, headers }] of deliveries.entries()) {
    const lines = Object.entries({
      ...headers,
      host: 'localhost',
      'content-length': Buffer.byteLength(body as string),
      connection: n === deliveries.length - 1 ? 'close' : 'keep-alive',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    for (const packet of packets(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`, body as string)) {
      socket.write(packet);
      // Long enough for the server to have read it apart from the next.
      await setTimeout(20);
    }
  }
  for await (const text of socket) answers += text;
  return answers;
}

async function parseJson(request: NodeRequest): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  Object.assign(request, { body: JSON.parse(Buffer.concat(chunks).toString()) });
}

describe('over node:http', () => {
  test('a delivery is handled', async () => {
    const { url, handled } = await start();
    const response = await post(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ status: 'handled' });
    expect(handled).toEqual(['contact.created']);
  });

  test('a body in many pieces is put together byte for byte', async () => {
    const { port, handled } = await start();
    const { headers, body } = delivery({
      id: 'evt_1',
      event: 'contact.created',
      data: { name: 'Zoë 🦘' },
    });
    const outgoing = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers });
    for (const byte of Buffer.from(body as string)) {
      outgoing.write(Buffer.of(byte));
    }
    outgoing.end();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(200);
    expect(handled).toEqual(['contact.created']);
  });

  describe.each([
    ['in one packet with its head', (head: string, body: string) => [head + body]],
    ['after its head', (head: string, body: string) => [head, body]],
    ['in pieces', (head: string, body: string) => [head + body.slice(0, 9), body.slice(9)]],
  ])('a body that comes %s', (_, packets) => {
    test('is handled with the AsyncLocalStorage of the middleware before', async () => {
      const context = new AsyncLocalStorage<string>();
      const seen = vi.fn();
      const receiver = createReceiver({ secret: SECRET }).onAny(() => seen(context.getStore()));
      const handler = createNodeHandler(receiver);
      const { port } = await listen((...given) => context.run('trace', handler, ...given));
      expect(await raw(port, packets, delivery())).toMatch(/^HTTP\/1\.1 200 /);
      expect(seen.mock.calls).toEqual([['trace']]);
    });

    test('comes whole to a listener of the middleware before, too', async () => {
      let heard = '';
      const handler = createNodeHandler(createReceiver({ secret: SECRET }).onAny(() => {}));
      const { port } = await listen((request, response) => {
        request.on('data', (chunk) => {
          heard += chunk;
        });
        return handler(request, response);
      });
      expect(await raw(port, packets, delivery())).toMatch(/^HTTP\/1\.1 200 /);
      expect(heard).toBe(delivery().body);
    });

    test('and is not signed is answered 401, and the connection can be used again', async () => {
      const { port, codes } = await start();
      const { body } = delivery();
      const answers = await raw(port, packets, { body, headers: {} }, delivery());
      expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200']);
      expect(codes()).toEqual(['missing_signature']);
    });

    test('and is too large is answered 413', async () => {
      const { port, codes } = await start({ maxBytes: 20 });
      expect(await raw(port, packets, delivery())).toMatch(/^HTTP\/1\.1 413 /);
      expect(codes()).toEqual(['body_too_large']);
    });
  });

  test('one connection serves several requests', async () => {
    const { port } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8');
    let received = '';
    socket.on('data', (text) => {
      received += text;
    });
    const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    socket.write(get + get);
    await vi.waitFor(() => expect(received.match(/HTTP\/1\.1 405/g)).toHaveLength(2), 60_000);
    socket.destroy();
  });

  test('405 for another method, without waiting for its body', async () => {
    const { url, codes } = await start();
    const response = await fetch(url, { method: 'PUT', body: 'x' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await (await fetch(url, { method: 'HEAD' })).text()).toBe('');
    expect(codes()).toEqual(['method_not_allowed', 'method_not_allowed']);
  });

  test('401 for an unsigned request before its body has come, and the body is let go', async () => {
    const { port, codes } = await start({ timeoutMs: 100 });
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('error', () => {});
    let received = '';
    socket.on('data', (text) => {
      received += text;
    });
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n{');
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 401 /);
    expect(codes()).toEqual(['missing_signature']);
  });

  test('400 unsigned requests that stop half-way take no memory', async () => {
    const { port, codes } = await start();
    const before = process.memoryUsage();
    const body = Buffer.alloc(900_000, 'x');
    const sockets = Array.from({ length: 400 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n');
      socket.write(body);
      return socket;
    });
    await vi.waitFor(() => expect(codes()).toHaveLength(400), 60_000);
    await Promise.all(sockets.map((socket) => new Promise((sent) => socket.write('x', sent))));
    const after = process.memoryUsage();
    for (const socket of sockets) socket.destroy();
    expect((after.rss - before.rss) / 2 ** 20).toBeLessThan(200);
  });

  test("objects that are not node:http's are refused before anything is handled", async () => {
    const handled = vi.fn();
    const handler = createNodeHandler(createReceiver({ secret: SECRET }).onAny(handled));
    const reply = { code() {}, send() {} };
    const { headers, body } = delivery();
    const request = { method: 'POST', headers, rawBody: body };
    await expect(handler(request as never, reply as never)).rejects.toMatchObject({
      code: 'not_node_http',
      message: expect.stringContaining('@kolvera/receiver/fastify'),
    });
    expect(handled).not.toHaveBeenCalled();
  });

  test('413 for a length beyond the limit, before the body has come', async () => {
    const { port, codes } = await start({ maxBytes: 100 });
    const headers = { ...delivery().headers, 'content-length': '101' };
    const outgoing = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers });
    outgoing.on('error', () => {}).flushHeaders();
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(413);
    expect(codes()).toEqual(['body_too_large']);
    outgoing.destroy();
  });

  test('413 for a body without a length, as soon as it is too large', async () => {
    const { port, codes, handled } = await start({ maxBytes: 100 });
    const outgoing = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: delivery().headers,
    });
    outgoing.on('error', () => {}).write('x'.repeat(101));
    const [response] = await once(outgoing, 'response');
    expect(response.statusCode).toBe(413);
    expect(codes()).toEqual(['body_too_large']);
    expect(handled).toEqual([]);
    outgoing.destroy();
  });

  test('a sender of 8 MB at once reads the 413, and may use the connection again', async () => {
    const { url } = await start({ maxBytes: 100 });
    const body = 'x'.repeat(8_000_000);
    for (const _ of [1, 2]) {
      const response = await post(url, { ...delivery(), body });
      expect(response.status).toBe(413);
      await response.text();
    }
  });

  test('a sender that goes on slowly after the 413 is cut off when the time is over', async () => {
    const { port } = await start({ maxBytes: 100, timeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8').on('error', () => {});
    let received = '';
    socket.on('data', (text) => {
      received += text;
    });
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${SIGNED}Content-Length: 101\r\n\r\n{`);
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('408 for a body that does not arrive, and the connection is closed', async () => {
    const { port, codes } = await start({ timeoutMs: 50 });
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('utf8');
    let received = '';
    socket.on('data', (text) => {
      received += text;
    });
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${SIGNED}Content-Length: 10\r\n\r\n{`);
    await once(socket, 'close');
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
    expect(received).toMatch(/connection: close/i);
    expect(codes()).toEqual(['body_timeout']);
  });

  test('a sender that goes away half-way leaves no trace but in onError', async () => {
    const { port, codes, handled } = await start();
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${SIGNED}Content-Length: 10\r\n\r\n{`);
    socket.end();
    await vi.waitFor(() => expect(codes()).toEqual(['body_incomplete']), 60_000);
    expect(handled).toEqual([]);
  });

  test('a sender that was gone before the handler had the request is noticed at once', async () => {
    const { port, codes } = await start(
      {},
      (request) => new Promise((closed) => request.on('close', closed)),
    );
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\n${SIGNED}Content-Length: 10\r\n\r\n`, () =>
      socket.destroy(),
    );
    await vi.waitFor(() => expect(codes()).toEqual(['body_incomplete']), 60_000);
  });

  test('a request that something else has answered meanwhile is handled, and not answered again', async () => {
    const handled = vi.fn();
    const handler = createNodeHandler(createReceiver({ secret: SECRET }).onAny(handled));
    const { url } = await listen((request, response) => {
      const done = handler(request, response);
      response.writeHead(504).end();
      return done;
    });
    expect((await post(url)).status).toBe(504);
    await vi.waitFor(() => expect(handled).toHaveBeenCalledTimes(1), 60_000);
  });

  test('a time limit of none throws at set-up', () => {
    const receiver = createReceiver({ secret: SECRET });
    expect(() => createNodeHandler(receiver, { timeoutMs: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    );
  });
});

describe('behind something that has read the body', () => {
  test('a parsed body is answered at once with what to change', async () => {
    const { url, codes } = await start({}, parseJson);
    const response = await post(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      code: 'body_already_parsed',
      message: expect.stringContaining('before app.use(express.json())'),
    });
    expect(codes()).toEqual(['body_already_parsed']);
  });

  test.each([
    ['a body', delivery().body],
    ['an empty body', ''],
  ])('%s that was read and not kept is answered at once', async (_, body) => {
    const { url, codes } = await start({}, async (request) => {
      request.resume();
      await once(request, 'end');
    });
    const response = await post(url, { ...delivery(), body });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'body_already_read' });
    expect(codes()).toEqual(['body_already_read']);
  });

  test('a body of which only a part was read is answered at once', async () => {
    const { url, codes } = await start({}, async (request) => {
      await once(request, 'readable');
      request.read(1);
    });
    expect((await post(url)).status).toBe(500);
    expect(codes()).toEqual(['body_already_read']);
  });

  test('a stream that decodes its bytes is answered at once', async () => {
    const { url, codes } = await start({}, (request) => request.setEncoding('latin1'));
    expect((await post(url)).status).toBe(500);
    expect(codes()).toEqual(['body_already_read']);
  });

  test('a raw body that was kept as rawBody is used, beside a parsed one', async () => {
    const { url, handled } = await start({}, async (request) => {
      await parseJson(request);
      Object.assign(request, { rawBody: Buffer.from(delivery().body as string) });
    });
    expect((await post(url)).status).toBe(200);
    expect(handled).toEqual(['contact.created']);
  });

  test.each([
    ['bytes, as express.raw() leaves it', (text: string) => Buffer.from(text)],
    ['text, as express.text() leaves it', (text: string) => text],
  ])('a body of %s is used', async (_, keep) => {
    const { url, handled } = await start({}, async (request) => {
      await parseJson(request);
      Object.assign(request, { body: keep(delivery().body as string) });
    });
    expect((await post(url)).status).toBe(200);
    expect(handled).toEqual(['contact.created']);
  });

  test('the empty object that Express 4 puts on an unread request does no harm', async () => {
    const { url, handled } = await start({}, (request) => Object.assign(request, { body: {} }));
    expect((await post(url)).status).toBe(200);
    expect(handled).toEqual(['contact.created']);
  });

  test('a middleware that only waits does no harm', async () => {
    const { url, handled } = await start({}, () => setTimeout(20));
    expect((await post(url, delivery(sampleEvent('contact.updated')))).status).toBe(200);
    expect(handled).toEqual(['contact.updated']);
  });
});
