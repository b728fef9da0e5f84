import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestComparisons } from './digest-comparisons.ts';

const found = (text: string) => digestComparisons({ path: 'app', text });

test.each([
  [
    "const expected = createHmac('sha256', secret).update(raw).digest('hex');\nif (given === expected)",
  ],
  [
    "const expected = createHmac('sha256', secret)\n  .update(raw)\n  .digest('hex');\nif (expected !== given)",
  ],
  ["const h = createHmac('sha256', secret);\nconst hex = h.digest('hex');\nreturn hex == header"],
  ["return header === createHmac('sha256', secret).update(raw).digest('hex')"],
  [
    "function hexOf(raw) {\n  return createHmac('sha256', s).update(raw).digest('hex');\n}\nif (hexOf(raw) === given)",
  ],
  ['expected = hmac.new(SECRET, body, hashlib.sha256).hexdigest()\nreturn header == expected'],
  ['expected = hmac.new(\n    SECRET, body, hashlib.sha256\n).hexdigest()\nif expected != header:'],
  ["$expected = hash_hmac('sha256', $body, $secret);\nif ($given === $expected)"],
  ["expected = OpenSSL::HMAC.hexdigest('SHA256', secret, body)\nhalt 401 unless given == expected"],
])('a comparison that stops early is found: %s', (text) => {
  expect(found(text)).toHaveLength(1);
});

test.each([
  [
    "const expected = createHmac('sha256', s).digest('hex');\ntimingSafeEqual(Buffer.from(expected), given)",
  ],
  [
    "const expected = createHmac('sha256', s).digest();\nif (given.length !== expected.length) return",
  ],
  ["const expected = createHmac('sha256', s).digest('hex');\n// never given === expected\n"],
  ["const expected = createHmac('sha256', s).digest('hex');\nif (expected === undefined) throw"],
  ["const key = createHash('sha256').update(raw).digest('hex');\nif (key === last) return"],
  ['expected = hmac.new(S, b, sha256).hexdigest()\nreturn hmac.compare_digest(expected, header)'],
])('what compares otherwise, or something else, is not: %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('what we verify with has none', () => {
  const root = join(import.meta.dirname, '../../..');
  const files = globSync(
    ['packages/{signature,delivery,receiver}/src/**/*.ts', 'examples/**/*.ts'],
    {
      cwd: root,
      exclude: ['**/node_modules/**'],
    },
  );
  expect(files.length).toBeGreaterThan(50);
  for (const path of files) {
    expect(digestComparisons({ path, text: readFileSync(join(root, path), 'utf8') })).toEqual([]);
  }
});
