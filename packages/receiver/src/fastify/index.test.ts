import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { delivery } from '../../test/deliveries.ts';
import { observed } from '../../test/observed.ts';
import { kolveraPlugin } from './index.ts';

let app: FastifyInstance;
afterEach(() => app.close());

async function start(options: { maxBytes?: number } = {}) {
  const watched = observed(options);
  app = Fastify();
  app.post('/other', async ({ body }) => body);
  await app.register(kolveraPlugin, { endpoint: watched.receiver, path: '/kolvera' });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { ...watched, url: `${address}/kolvera`, other: `${address}/other` };
}

const post = (
  url: string,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: unknown },
) => fetch(url, { method: 'POST', headers, body: body as string });

test('a delivery is handled, and the other routes still parse their bodies', async () => {
  const { url, other, handled } = await start();
  const response = await post(url, delivery());
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: 'handled' });
  expect(handled).toMatchObject([{ event: 'contact.created' }]);
  const json = await post(other, {
    headers: { 'content-type': 'application/json' },
    body: '{"a": 1}',
  });
  expect(await json.json()).toEqual({ a: 1 });
});

test.each(['application/json', 'application/cloudevents+json', undefined])(
  'with the content type %s',
  async (type) => {
    const { url } = await start();
    const { headers, body } = delivery();
    const { 'content-type': _, ...others } = headers;
    const bytes = Buffer.from(body as string);
    const sent = type === undefined ? others : { ...others, 'content-type': type };
    expect((await post(url, { headers: sent, body: bytes })).status).toBe(200);
  },
);

test('a forgery, a missing signature, another method', async () => {
  const { url, codes, handled } = await start();
  const { headers, body } = delivery();
  expect((await post(url, { headers, body: `${body} ` })).status).toBe(401);
  expect((await post(url, { headers: { 'content-type': 'application/json' }, body })).status).toBe(
    401,
  );
  const get = await fetch(url);
  expect(get.status).toBe(405);
  expect(get.headers.get('allow')).toBe('POST');
  expect(codes()).toEqual(['mismatch', 'missing_signature', 'method_not_allowed']);
  expect(handled).toEqual([]);
});

test('a body that is too large, with and without a length, gets the same response and error as elsewhere', async () => {
  const { url, codes } = await start({ maxBytes: 1_000 });
  const { headers } = delivery();
  const large = Buffer.alloc(2_000, 'x');
  expect((await post(url, { headers, body: large })).status).toBe(413);
  const chunked = await fetch(url, {
    method: 'POST',
    headers,
    body: new Blob([large]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(chunked.status).toBe(413);
  expect(await chunked.json()).toMatchObject({ code: 'body_too_large' });
  expect(codes()).toEqual(['body_too_large', 'body_too_large']);
});

test('900 KB are accepted', async () => {
  const { url } = await start();
  const large = delivery({ id: 'e', event: 'a', data: { notes: 'x'.repeat(900_000) } });
  expect((await post(url, large)).status).toBe(200);
});
