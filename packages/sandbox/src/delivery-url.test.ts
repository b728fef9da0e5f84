import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeliveryUrlError, normaliseDeliveryUrl } from './delivery-url.ts';

test.each([
  ['HTTPS://Example.com:443/a/../b?c#d', 'https://example.com/b?c'],
  ['http://localhost:3000', 'http://localhost:3000/'],
  ['http://127.1/hook', 'http://127.0.0.1/hook'],
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://[0:0::1]:80/', 'http://[::1]/'],
  ['http://127.0.0.1\\.evil.example/', 'http://127.0.0.1/.evil.example/'],
  ['https://10.0.0.1/', 'https://10.0.0.1/'],
])('%s is %s', (url, normalised) => {
  expect(normaliseDeliveryUrl(url)).toBe(normalised);
});

test.each([
  'http://example.com/',
  'http://localhost.example.com/',
  'http://127.0.0.1.example.com/',
  'http://127.0.0.1@evil.example/',
  'http://localhost:80@evil.example/',
  'http://evil.example/#@127.0.0.1',
  'http://localhost./',
  'http://app.localhost/',
  'http://xn--localhost-/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[::]/',
  'http://[fe80::1%25lo]/',
  'http://10.0.0.1/',
  'http://0.0.0.0/',
  'ftp://localhost/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'https://user@example.com/',
  'https://:password@example.com/',
  '/hook',
  '',
])('%s takes no deliveries', (url) => {
  expect(() => normaliseDeliveryUrl(url)).toThrow(DeliveryUrlError);
});

test('what is normalised stays as it is, and is https or this machine', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const secure = url.replace(/^http:/, 'https:');
      const normalised = normaliseDeliveryUrl(secure);
      expect(normaliseDeliveryUrl(normalised)).toBe(normalised);
      expect(normalised).toMatch(/^https:[^#]+$/);
    }),
  );
});
