import { afterEach, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../../test/deliveries.ts';
import { observed } from '../../test/observed.ts';
import { createFetchHandler } from './index.ts';

const URL = 'https://endpoint.example/kolvera';

afterEach(() => {
  vi.useRealTimers();
});

function request(init: RequestInit & { duplex?: 'half' } = {}): Request {
  const { headers, body } = delivery();
  return new Request(URL, { method: 'POST', headers, body: body as string, ...init });
}

function streamed(...chunks: readonly (Uint8Array | Error)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) {
        if (chunk instanceof Error) return controller.error(chunk);
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });
}

test('a delivery is handled', async () => {
  const { receiver, handled } = observed();
  const response = await createFetchHandler(receiver)(request());
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ status: 'handled' });
  expect(handled).toMatchObject([{ event: 'contact.created' }]);
});

test('a body in pieces is put together byte for byte', async () => {
  const { receiver } = observed();
  const { headers, body } = delivery({ id: 'e', event: 'a', data: { name: 'Zoë 🦘' } });
  const bytes = [...Buffer.from(body as string)].map((byte) => Uint8Array.of(byte));
  const init = { headers, body: streamed(...bytes), duplex: 'half' as const };
  expect((await createFetchHandler(receiver)(request(init))).status).toBe(200);
});

test('401 without a signature, and the body is not read', async () => {
  const { receiver, codes } = observed();
  const unsigned = request({ headers: {}, body: new Uint8Array(10) });
  expect((await createFetchHandler(receiver)(unsigned)).status).toBe(401);
  expect(unsigned.bodyUsed).toBe(false);
  expect(codes()).toEqual(['missing_signature']);
});

test('405 for another method, 400 for an empty body', async () => {
  const { receiver } = observed();
  const handler = createFetchHandler(receiver);
  expect((await handler(new Request(URL))).status).toBe(405);
  const { headers } = delivery('');
  expect((await handler(new Request(URL, { method: 'POST', headers }))).status).toBe(400);
});

test('413 as soon as a body without a length is too large', async () => {
  const { receiver, codes } = observed({ maxBytes: 100 });
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(60));
    },
  });
  const init = { body: endless, duplex: 'half' as const };
  expect((await createFetchHandler(receiver)(request(init))).status).toBe(413);
  expect(pulled).toBeLessThan(6);
  expect(codes()).toEqual(['body_too_large']);
});

test('400 for a body that ends half-way, 408 for one that does not arrive', async () => {
  const { receiver, codes } = observed();
  const handler = createFetchHandler(receiver, { timeoutMs: 30 });
  const broken = streamed(Uint8Array.of(123), new Error('reset'));
  expect((await handler(request({ body: broken, duplex: 'half' }))).status).toBe(400);
  const silent = new ReadableStream();
  expect((await handler(request({ body: silent, duplex: 'half' }))).status).toBe(408);
  expect(codes()).toEqual(['body_incomplete', 'body_timeout']);
});

test('500 with what to change when something has read the body', async () => {
  const { receiver, codes } = observed();
  const read = request();
  await read.json();
  const response = await createFetchHandler(receiver)(read);
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({
    code: 'body_already_read',
    message: expect.stringContaining('createFetchHandler'),
  });
  expect(codes()).toEqual(['body_already_read']);
});

test('no secret is revealed', async () => {
  const { receiver, errors } = observed();
  await createFetchHandler(receiver)(request({ body: '{}' }));
  expect(JSON.stringify(errors)).not.toContain(SECRET);
});
