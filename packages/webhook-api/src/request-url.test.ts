import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_BASE_URL, getWebhook, listWebhooks, requestUrl } from './index.ts';

test.each([
  ['https://api.example/v1', 'https://api.example/v1/webhooks'],
  ['https://api.example/v1//', 'https://api.example/v1/webhooks'],
  ['https://api.example', 'https://api.example/webhooks'],
  ['https://proxy.example/kolvera/v1', 'https://proxy.example/kolvera/v1/webhooks'],
  ['http://127.0.0.1:4010/v1', 'http://127.0.0.1:4010/v1/webhooks'],
  ['http://localhost:4010', 'http://localhost:4010/webhooks'],
  ['http://[::1]:4010', 'http://[::1]:4010/webhooks'],
  [DEFAULT_BASE_URL, 'https://api.kolvera.io/v1/webhooks'],
])('%s gives %s', (base, url) => {
  expect(requestUrl(base, listWebhooks())).toBe(url);
});

test.each([
  '',
  'api.kolvera.io/v1',
  'http://api.kolvera.io/v1',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'ftp://127.0.0.1',
  'file:///etc/hosts',
  'https://user:pass@api.example',
  'https://api.example/v1?key=1',
  'https://api.example/v1#x',
])('the API address %j is refused', (base) => {
  expect(() => requestUrl(base, listWebhooks())).toThrow(
    expect.objectContaining({
      code: 'invalid',
      message: expect.stringContaining('The API address must'),
    }),
  );
});

test.each(['', '.', '..', '\ud800'])('the id %j is refused: it would name another path', (id) => {
  expect(() => requestUrl(DEFAULT_BASE_URL, getWebhook(id))).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});

test('any other id is one segment of the path, and comes out as it went in', () => {
  const ids = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((id) => !['.', '..'].includes(id));
  fc.assert(
    fc.property(ids, (id) => {
      const { pathname } = new URL(requestUrl('https://api.example/v1', getWebhook(id)));
      const [, version, webhooks, segment = '', ...rest] = pathname.split('/');
      expect([version, webhooks, decodeURIComponent(segment), rest]).toEqual([
        'v1',
        'webhooks',
        id,
        [],
      ]);
    }),
  );
});
