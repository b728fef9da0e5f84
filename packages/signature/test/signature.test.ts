import { createHmac } from 'node:crypto';
import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as signatures from '../src/index.ts';

// Parameters are unknown, because the tests also pass what TypeScript rejects.
const sign = signatures.sign as (body: unknown, secret: unknown) => string;
const verify = signatures.verify as (body: unknown, header: unknown, secrets: unknown) => boolean;
const check = signatures.check as (
  body: unknown,
  header: unknown,
  secrets: unknown,
) => signatures.CheckResult;
const fingerprint = signatures.fingerprint as (body: unknown) => string;
const { assertUsableSecret, assertUsableSecrets, headerFailure, SignatureError } = signatures;

const secret = 'whsec_3f7Qm9ZkT2xVbN8sLrYp4HcW';
const body = '{"event":"contact.created"}';

const anySecret = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 80 })
  .filter((text) => text.trim() === text && !/[\ud800-\udfff]/u.test(text));

describe('is exact over the bytes', () => {
  test('signs any bytes as HMAC-SHA256 says', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), anySecret, (bytes, key) => {
        const expected = createHmac('sha256', key).update(bytes).digest('hex');
        expect(sign(bytes, key)).toBe(expected);
      }),
    ));

  test('takes the same bytes from every container', () =>
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(5), fc.nat(5), (bytes, before, after) => {
        const around = new Uint8Array(before + bytes.length + after).fill(0xaa);
        around.set(bytes, before);
        const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
        shared.set(bytes);
        const containers = [
          bytes,
          Buffer.from(bytes),
          around.subarray(before, before + bytes.length),
          Buffer.from(around.buffer, before, bytes.length),
          around.buffer.slice(before, before + bytes.length),
          shared,
        ];
        const signature = sign(bytes, secret);
        const name = fingerprint(bytes);
        for (const container of containers) {
          expect(sign(container, secret)).toBe(signature);
          expect(verify(container, signature, secret)).toBe(true);
          expect(fingerprint(container)).toBe(name);
        }
      }),
      { numRuns: 50 },
    ));

  test('takes bytes from another realm, as a vm context or a test runner makes them', () => {
    const view: unknown = vm.runInNewContext('new Uint8Array([1, 2, 3])');
    const buffer: unknown = vm.runInNewContext('new Uint8Array([1, 2, 3]).buffer');
    const signature = sign(Buffer.from([1, 2, 3]), secret);
    expect(sign(view, secret)).toBe(signature);
    expect(sign(buffer, secret)).toBe(signature);
  });

  test('a string is its UTF-8, with a lone surrogate as U+FFFD', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(sign(text, secret)).toBe(sign(bytes, secret));
        expect(fingerprint(text)).toBe(fingerprint(bytes));
      }),
      { examples: [['\ud800'], ['a\udc00b'], ['\ufeff{}'], ['']] },
    ));

  test('large bodies, as string and as bytes', () => {
    const large = 'é'.repeat(300_000);
    const signature = createHmac('sha256', secret).update(large).digest('hex');
    expect(sign(large, secret)).toBe(signature);
    expect(verify(Buffer.from(large), signature, secret)).toBe(true);
  });
});

describe('verification', () => {
  test('accepts what it signed, with any of the secrets', () =>
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.array(anySecret, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        (bytes, secrets, n) => {
          const signer = secrets[n % secrets.length];
          expect(verify(bytes, sign(bytes, signer), secrets)).toBe(true);
        },
      ),
    ));

  test('rejects a body or signature in which one bit differs', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, n) => {
        const signature = sign(bytes, secret);
        const mismatch = { ok: false, code: 'mismatch' };

        const changed = bytes.slice();
        const at = n % bytes.length;
        changed[at] = (bytes[at] ?? 0) ^ (1 << (n % 8));
        expect(check(changed, signature, secret)).toEqual(mismatch);

        const bits = Buffer.from(signature, 'hex');
        bits[n % 32] = (bits[n % 32] ?? 0) ^ (1 << (n % 8));
        expect(check(bytes, bits.toString('hex'), secret)).toEqual(mismatch);
      }),
    ));

  test('rejects another secret, however alike', () =>
    fc.assert(
      fc.property(anySecret, anySecret, (one, other) => {
        fc.pre(one !== other);
        const signature = sign(body, one);
        expect(verify(body, signature, other)).toBe(false);
      }),
    ));

  test('never throws over a header, and accepts nothing but the signature', () =>
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (header) => {
        const result = check(body, header, secret);
        expect(result).toMatchObject({
          ok: false,
          code: expect.stringMatching(/^(missing_signature|malformed_signature)$/),
        });
        expect(headerFailure(header as never)).toBe(result.ok ? undefined : result.code);
      }),
    ));

  test('a rejected signature leaves nothing behind for the next', () => {
    const signature = sign(body, secret);
    expect(verify(body, signature, secret)).toBe(true);
    expect(verify(body, signature.slice(0, 63), secret)).toBe(false);
    expect(verify(body, `${signature.slice(0, 63)}é`, secret)).toBe(false);
    expect(verify(body, '', secret)).toBe(false);
    expect(verify(body, signature, secret)).toBe(true);
    expect(headerFailure(signature)).toBeUndefined();
  });
});

describe('names the mistake of the programmer', () => {
  function mistake(call: () => unknown): signatures.SignatureError {
    try {
      call();
    } catch (error) {
      if (error instanceof SignatureError) return error;
      throw error;
    }
    throw new Error('nothing was thrown');
  }

  test.each([
    ['an object', { event: 'contact.created' }],
    ['an array', [1, 2, 3]],
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', new DataView(new ArrayBuffer(3))],
    ['an object', new Blob(['x'])],
    ['an object', Object.create(null)],
    ['a function', () => body],
  ])('%s as body', (kind, parsed) => {
    for (const call of [
      () => sign(parsed, secret),
      () => verify(parsed, undefined, secret),
      () => check(parsed, undefined, secret),
      () => fingerprint(parsed),
    ]) {
      const error = mistake(call);
      expect(error.code).toBe('body_already_parsed');
      expect(error.message).toContain(`but it is ${kind}`);
      expect(error.message).toContain('express.raw(');
    }
  });

  test.each([
    ['missing_secret', undefined, 'environment variable'],
    ['missing_secret', null, 'environment variable'],
    ['missing_secret', '', 'environment variable'],
    ['secret_has_whitespace', 'hush ', 'Remove it'],
    ['secret_has_whitespace', '\thush', 'Remove it'],
    ['secret_has_whitespace', 'hush\r\n', 'Remove it'],
    ['secret_has_whitespace', '\ufeffhush', 'Remove it'],
    ['secret_has_whitespace', ' ', 'Remove it'],
    ['unusable_secret', 42, 'must be the string'],
    ['unusable_secret', Buffer.from('hush'), 'must be the string'],
    ['unusable_secret', ['hush'], 'must be the string'],
    ['unusable_secret', { toString: () => 'hush' }, 'must be the string'],
  ])('%s: %j', (code, unusable, remedy) => {
    const calls = [
      () => sign(body, unusable),
      () => check(body, undefined, [unusable]),
      () => verify(body, undefined, ['fine', unusable]),
    ];
    if (!Array.isArray(unusable)) calls.push(() => check(body, undefined, unusable));
    for (const call of calls) {
      const error = mistake(call);
      expect(error.code).toBe(code);
      expect(error.message).toContain(remedy);
      expect(error.message).not.toContain('hush');
      expect(error.name).toBe('SignatureError');
    }
  });

  test('an empty list of secrets, a hole in it, and one that is too long', () => {
    const holes = ['a', 'b', 'c'];
    delete holes[1];
    expect(mistake(() => check(body, undefined, [])).code).toBe('missing_secret');
    expect(mistake(() => check(body, undefined, holes)).code).toBe('missing_secret');
    const six = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(mistake(() => verify(body, undefined, six)).code).toBe('too_many_secrets');
  });
});

function outcome(call: () => unknown): unknown {
  try {
    call();
    return 'usable';
  } catch (error) {
    return error instanceof SignatureError ? [error.code, error.message] : { error };
  }
}

test('throws nothing but a SignatureError, whatever the call', () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.anything()),
      fc.oneof(fc.stringMatching(/^[0-9a-fA-F]{64}$/), fc.anything()),
      fc.oneof(anySecret, fc.array(anySecret, { maxLength: 6 }), fc.anything()),
      (anyBody, header, secrets) => {
        const result = outcome(() => check(anyBody, header, secrets));
        expect(result).not.toHaveProperty('error');
      },
    ),
    { numRuns: 300 },
  ));

test('assertUsableSecrets says what check would', () =>
  fc.assert(
    fc.property(
      fc.oneof(anySecret, fc.array(fc.oneof(anySecret, fc.anything()), { maxLength: 6 })),
      (secrets) => {
        const checked = outcome(() => check('', undefined, secrets as string));
        expect(outcome(() => assertUsableSecrets(secrets))).toEqual(checked);
        expect(checked).not.toHaveProperty('error');
      },
    ),
  ));

test('assertUsableSecret takes one, and no list', () => {
  expect(outcome(() => assertUsableSecret(secret))).toBe('usable');
  expect(outcome(() => assertUsableSecret([secret]))).toMatchObject([
    'unusable_secret',
    expect.any(String),
  ]);
  expect(outcome(() => assertUsableSecret(''))).toMatchObject([
    'missing_secret',
    expect.any(String),
  ]);
});
