import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HmacKey } from './hmac.ts';

const byNode = (secret: string, body: string | Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('hex');

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
const anySecret = fc.oneof(text, fc.string({ minLength: 60, maxLength: 200 }));

test('is the HMAC that createHmac gives, for text and bytes', () => {
  fc.assert(
    fc.property(anySecret, fc.oneof(text, fc.uint8Array({ maxLength: 500 })), (secret, body) => {
      expect(new HmacKey(secret).hex(body)).toBe(byNode(secret, body));
    }),
  );
});

// One block, the largest body that is copied, and as text the first that might be larger.
test.each([0, 1, 63, 64, 65, 5461, 5462, 16_384, 16_385, 1_000_000])('of %i characters', (size) => {
  const key = new HmacKey('s'.repeat(64));
  for (const character of ['a', 'é', '語', '\ud800']) {
    const body = character.repeat(size);
    const expected = byNode('s'.repeat(64), body);
    expect(key.hex(body)).toBe(expected);
    expect(key.hex(Buffer.from(body))).toBe(expected);
  }
});

test('what was signed before leaves nothing behind', () => {
  const [one, other] = [new HmacKey('one'), new HmacKey('other')];
  one.hex('a'.repeat(16_000));
  expect(other.hex('b')).toBe(byNode('other', 'b'));
  expect(one.hex('')).toBe(byNode('one', ''));
});

test('prints nothing of the secret', () => {
  expect(inspect(new HmacKey('a secret'), { depth: 9, showHidden: true })).toBe('HmacKey {}');
});
