import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireDebianPackage } from '@kolvera/test-support/require-debian-package';
import { beforeAll, describe, expect, test } from 'vitest';
import { check, fingerprint, sign, verify } from '../src/index.ts';
import vectors from '../vectors.json' with { type: 'json' };

interface VectorBody {
  readonly body?: string;
  readonly body_hex?: string;
}

function bodyOf({ body, body_hex }: VectorBody): string | Buffer {
  return body_hex === undefined ? (body ?? '') : Buffer.from(body_hex, 'hex');
}

describe('vectors.json', () => {
  test.each(vectors.signatures)('signs $name', (vector) => {
    const body = bodyOf(vector);
    expect(sign(body, vector.secret)).toBe(vector.signature);
    expect(sign(Buffer.from(body), vector.secret)).toBe(vector.signature);
    expect(verify(body, vector.signature, vector.secret)).toBe(true);
    expect(fingerprint(body)).toBe(vector.fingerprint);
  });

  test.each(vectors.checks)('checks $name', ({ header, secrets, result, ...vector }) => {
    const expected = result === 'ok' ? { ok: true } : { ok: false, code: result };
    expect(check(bodyOf(vector), header, secrets)).toEqual(expected);
    expect(verify(bodyOf(vector), header, secrets)).toBe(result === 'ok');
  });
});

describe('vectors.json in Python (hmac and hashlib)', () => {
  let python: string;
  // Long, because on a fresh Debian machine this installs Python.
  beforeAll(async () => {
    python = await requireDebianPackage('python3', 'python3');
  }, 300_000);

  function run(file: string): Promise<{ stdout: string }> {
    return promisify(execFile)(python, [join(import.meta.dirname, 'vectors.py'), file]);
  }

  test('agrees with every vector', async () => {
    const { stdout } = await run(join(import.meta.dirname, '../vectors.json'));
    expect(stdout.trim()).toBe(
      `${vectors.signatures.length} signatures and ${vectors.checks.length} checks agree`,
    );
  });

  test('notices a wrong vector', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kolvera-vectors-'));
    try {
      const wrong = structuredClone(vectors);
      for (const vector of wrong.signatures) vector.body += ' ';
      for (const vector of wrong.checks) vector.result = 'nonsense';
      await writeFile(join(folder, 'wrong.json'), JSON.stringify(wrong));
      await expect(run(join(folder, 'wrong.json'))).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/signature of an empty body\n(.*\n)*check of base64/),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
