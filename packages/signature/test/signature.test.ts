import { createHmac } from 'node:crypto';
import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertUsableSecret,
  assertUsableSecrets,
  check,
  headerFailure,
  SignatureError,
} from '../src/index.ts';
import { builds } from './builds.ts';

const secret = 'whsec_3f7Qm9ZkT2xVbN8sLrYp4HcW';
const body = '{"event":"contact.created"}';

const anySecret = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 80 })
  .filter((text) => text.trim() === text && !/[\ud800-\udfff]/u.test(text));

describe.each(builds)('$name', (build) => {
  describe('is exact over the bytes', () => {
    test('signs any bytes as HMAC-SHA256 says', () =>
      fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), anySecret, async (bytes, key) => {
          const expected = createHmac('sha256', key).update(bytes).digest('hex');
          expect(await build.sign(bytes, key)).toBe(expected);
        }),
      ));

    test('takes the same bytes from every container', () =>
      fc.assert(
        fc.asyncProperty(fc.uint8Array(), fc.nat(5), fc.nat(5), async (bytes, before, after) => {
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
          const signature = await build.sign(bytes, secret);
          const name = await build.fingerprint(bytes);
          for (const container of containers) {
            expect(await build.sign(container, secret)).toBe(signature);
            expect(await build.verify(container, signature, secret)).toBe(true);
            expect(await build.fingerprint(container)).toBe(name);
          }
        }),
        { numRuns: 50 },
      ));

    test('takes bytes from another realm, as a vm context or a test runner makes them', async () => {
      const view: unknown = vm.runInNewContext('new Uint8Array([1, 2, 3])');
      const buffer: unknown = vm.runInNewContext('new Uint8Array([1, 2, 3]).buffer');
      const signature = await build.sign(Buffer.from([1, 2, 3]), secret);
      expect(await build.sign(view, secret)).toBe(signature);
      expect(await build.sign(buffer, secret)).toBe(signature);
    });

    test('a string is its UTF-8, with a lone surrogate as U+FFFD', () =>
      fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
          const bytes = new TextEncoder().encode(text);
          expect(await build.sign(text, secret)).toBe(await build.sign(bytes, secret));
          expect(await build.fingerprint(text)).toBe(await build.fingerprint(bytes));
        }),
        { examples: [['\ud800'], ['a\udc00b'], ['\ufeff{}'], ['']] },
      ));

    test('large bodies, as string and as bytes', async () => {
      const large = 'é'.repeat(300_000);
      const signature = createHmac('sha256', secret).update(large).digest('hex');
      expect(await build.sign(large, secret)).toBe(signature);
      expect(await build.verify(Buffer.from(large), signature, secret)).toBe(true);
    });
  });

  describe('verification', () => {
    test('accepts what it signed, with any of the secrets', () =>
      fc.assert(
        fc.asyncProperty(
          fc.uint8Array(),
          fc.array(anySecret, { minLength: 1, maxLength: 5 }),
          fc.nat(),
          async (bytes, secrets, n) => {
            const signer = secrets[n % secrets.length];
            expect(await build.verify(bytes, await build.sign(bytes, signer), secrets)).toBe(true);
          },
        ),
      ));

    test('rejects a body or signature in which one bit differs', () =>
      fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.nat(), async (bytes, n) => {
          const signature = await build.sign(bytes, secret);
          const mismatch = { ok: false, code: 'mismatch' };

          const changed = bytes.slice();
          const at = n % bytes.length;
          changed[at] = (bytes[at] ?? 0) ^ (1 << (n % 8));
          expect(await build.check(changed, signature, secret)).toEqual(mismatch);

          const bits = Buffer.from(signature, 'hex');
          bits[n % 32] = (bits[n % 32] ?? 0) ^ (1 << (n % 8));
          expect(await build.check(bytes, bits.toString('hex'), secret)).toEqual(mismatch);
        }),
      ));

    test('rejects another secret, however alike', () =>
      fc.assert(
        fc.asyncProperty(anySecret, anySecret, async (one, other) => {
          fc.pre(one !== other);
          const signature = await build.sign(body, one);
          expect(await build.verify(body, signature, other)).toBe(false);
        }),
      ));

    test('never throws over a header, and accepts nothing but the signature', () =>
      fc.assert(
        fc.asyncProperty(fc.anything({ withNullPrototype: true }), async (header) => {
          const result = await build.check(body, header, secret);
          expect(result).toMatchObject({
            ok: false,
            code: expect.stringMatching(/^(missing_signature|malformed_signature)$/),
          });
          expect(headerFailure(header as never)).toBe(result.ok ? undefined : result.code);
        }),
      ));

    test('a rejected signature leaves nothing behind for the next', async () => {
      const signature = await build.sign(body, secret);
      expect(await build.verify(body, signature, secret)).toBe(true);
      expect(await build.verify(body, signature.slice(0, 63), secret)).toBe(false);
      expect(await build.verify(body, `${signature.slice(0, 63)}é`, secret)).toBe(false);
      expect(await build.verify(body, '', secret)).toBe(false);
      expect(await build.verify(body, signature, secret)).toBe(true);
      expect(headerFailure(signature)).toBeUndefined();
    });
  });

  describe('names the mistake of the programmer', () => {
    async function mistake(call: Promise<unknown>): Promise<SignatureError> {
      const error: unknown = await call.then(
        () => new Error('nothing was thrown'),
        (reason: unknown) => reason,
      );
      if (!(error instanceof SignatureError)) throw error;
      return error;
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
    ])('%s as body', async (kind, parsed) => {
      for (const call of [
        build.sign(parsed, secret),
        build.verify(parsed, undefined, secret),
        build.check(parsed, undefined, secret),
        build.fingerprint(parsed),
      ]) {
        const error = await mistake(call);
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
    ])('%s: %j', async (code, unusable, remedy) => {
      const calls = [
        build.sign(body, unusable),
        build.check(body, undefined, [unusable]),
        build.verify(body, undefined, ['fine', unusable]),
      ];
      if (!Array.isArray(unusable)) calls.push(build.check(body, undefined, unusable));
      for (const call of calls) {
        const error = await mistake(call);
        expect(error.code).toBe(code);
        expect(error.message).toContain(remedy);
        expect(error.message).not.toContain('hush');
        expect(error.name).toBe('SignatureError');
      }
    });

    test('an empty list of secrets, a hole in it, and one that is too long', async () => {
      const holes = ['a', 'b', 'c'];
      delete holes[1];
      expect((await mistake(build.check(body, undefined, []))).code).toBe('missing_secret');
      expect((await mistake(build.check(body, undefined, holes))).code).toBe('missing_secret');
      const six = ['a', 'b', 'c', 'd', 'e', 'f'];
      expect((await mistake(build.verify(body, undefined, six))).code).toBe('too_many_secrets');
    });
  });
});

test('both builds give the same result for any call', () =>
  fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.anything()),
      fc.oneof(fc.stringMatching(/^[0-9a-fA-F]{64}$/), fc.anything()),
      fc.oneof(anySecret, fc.array(anySecret, { maxLength: 6 }), fc.anything()),
      async (anyBody, header, secrets) => {
        const [node, web] = await Promise.all(
          builds.map(async (build) => {
            try {
              return await build.check(anyBody, header, secrets);
            } catch (error) {
              return error instanceof SignatureError ? [error.code, error.message] : { error };
            }
          }),
        );
        expect(web).toEqual(node);
        expect(node).not.toHaveProperty('error');
      },
    ),
    { numRuns: 300 },
  ));

describe('asking beforehand whether secrets are usable', () => {
  function outcome(call: () => unknown): unknown {
    try {
      call();
      return 'usable';
    } catch (error) {
      return error instanceof SignatureError ? [error.code, error.message] : { error };
    }
  }

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
});
