import { createHash, createHmac } from 'node:crypto';
import { sampleEvent } from '@kolvera/event-schema';
import { sign } from '@kolvera/signature';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CauseCode, causes } from './causes.ts';
import { diagnose, type Evidence } from './diagnose.ts';

const SECRET = 'whsec_Y2FzZXMgYW5kIGNhdXNlcw';
const event = sampleEvent('contact.created', {
  data: { contact: { name: 'Zoë Ängström', notes: 'See https://example.com/zoe' } },
});
const body = JSON.stringify(event);
const signature = sign(body, SECRET);
const bytes = (text: string) => Buffer.from(text);
const intact: Evidence = { body: bytes(body), signature, secrets: [SECRET] };

/** The body as somebody holds it, when Kolvera signed `body`. */
const held = (text: string | Uint8Array): Evidence => ({
  ...intact,
  body: typeof text === 'string' ? bytes(text) : text,
});
/** What was signed, when somebody holds `body`. */
const signedOver = (text: string | Uint8Array): Evidence => ({
  ...intact,
  signature: sign(text, SECRET),
});
const signedWith = (key: string | Uint8Array): Evidence => ({
  ...intact,
  signature: createHmac('sha256', key).update(body).digest('hex'),
});
const headed = (header: string): Evidence => ({ ...intact, signature: header });
const escaped = (json: string) =>
  json.replace(
    /[\u0080-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
const python = (json: string) =>
  json.replace(/"(?:[^"\\]|\\.)*"|[:,]/g, (t) => (t.length === 1 ? `${t} ` : t));
const base64 = Buffer.from(signature, 'hex').toString('base64');

const fixtures: Readonly<
  Record<CauseCode, readonly (readonly [what: string, evidence: Evidence])[]>
> = {
  missing_signature: [
    ['no header', { ...intact, signature: undefined }],
    ['an empty one', headed('')],
  ],
  unreadable_signature: [['another word', headed('valid')]],
  shortened_signature: [['its first half', headed(signature.slice(0, 40))]],
  signature_white_space: [
    ['a newline after it', headed(`${signature}\n`)],
    ['quotation marks', headed(`"${signature}"`)],
  ],
  signature_prefix: [
    ['sha256=', headed(`sha256=${signature}`)],
    ['v1=', headed(`v1=${signature}`)],
    ['t=…,v1=', headed(`t=1700000000,v1=${signature}`)],
  ],
  signature_base64: [
    ['base64', headed(base64)],
    ['base64url', headed(Buffer.from(signature, 'hex').toString('base64url'))],
    ['base64 after v1,', headed(`v1,${base64}`)],
  ],
  other_secret: [
    ["the project's", { ...signedWith('whsec_kept'), others: { '.kolvera/secret': 'whsec_kept' } }],
  ],
  secret_white_space: [
    ['signed with a newline', signedWith(`${SECRET}\n`)],
    ['signed with quotation marks', signedWith(`"${SECRET}"`)],
    ['given with a space', { ...intact, secrets: [`${SECRET} `] }],
    ['given in quotation marks', { ...intact, secrets: [`'${SECRET}'`] }],
  ],
  secret_decoded: [
    ['without whsec_', signedWith(SECRET.slice(6))],
    ['decoded', signedWith(Buffer.from(SECRET.slice(6), 'base64'))],
    ['decoded from hex', { ...signedWith(Buffer.from('c0ffee00', 'hex')), secrets: ['c0ffee00'] }],
  ],
  written_again: [
    ["as Python's json.dumps", signedOver(python(body))],
    ['held so', held(python(body))],
  ],
  indented: [
    ['by two', held(JSON.stringify(event, null, 2))],
    ['by four', held(JSON.stringify(event, null, 4))],
    ['by tabs', held(JSON.stringify(event, null, '\t'))],
    ['no more', signedOver(JSON.stringify(event, null, 2))],
  ],
  escaped: [
    ['slashes, when signed', signedOver(body.replaceAll('/', '\\/'))],
    ['slashes, when held', held(body.replaceAll('/', '\\/'))],
    ['accents, when signed', signedOver(escaped(body))],
    ['accents, when held', held(escaped(body))],
    ['both, as PHP does', signedOver(escaped(body).replaceAll('/', '\\/'))],
  ],
  quoted: [['encoded twice', held(JSON.stringify(body))]],
  trailing_newline: [
    ['one more', held(`${body}\n`)],
    ['one less', signedOver(`${body}\n`)],
    ['CRLF more', held(`${body}\r\n`)],
    ['a space before', held(` ${body}`)],
  ],
  byte_order_mark: [
    ['one more', held(`\ufeff${body}`)],
    ['one less', signedOver(`\ufeff${body}`)],
  ],
  line_endings: [
    [
      'CRLF for LF',
      {
        ...signedOver('{\n"event": "x",  "a": 1\n}'),
        body: bytes('{\r\n"event": "x",  "a": 1\r\n}'),
      },
    ],
    [
      'LF for CRLF',
      {
        ...signedOver('{\r\n"event": "x",  "a": 1\r\n}'),
        body: bytes('{\n"event": "x",  "a": 1\n}'),
      },
    ],
  ],
  character_set: [
    ['UTF-16', held(Buffer.from(body, 'utf16le'))],
    ['UTF-16 with its mark', held(Buffer.from(`\ufeff${body}`, 'utf16le'))],
    ['UTF-16, the other way round', held(Buffer.from(body, 'utf16le').swap16())],
    ['signed as UTF-16', signedOver(Buffer.from(body, 'utf16le'))],
    ['UTF-8 read as Latin-1', held(Buffer.from(body).toString('latin1'))],
  ],
  other_algorithm: [
    ...['sha1', 'sha384', 'sha512'].map(
      (algorithm) =>
        [
          algorithm,
          { ...intact, signature: createHmac(algorithm, SECRET).update(body).digest('hex') },
        ] as const,
    ),
    ['md5', { ...intact, signature: createHmac('md5', SECRET).update(body).digest('hex') }],
    ['no key', { ...intact, signature: createHash('sha256').update(body).digest('hex') }],
    [
      'secret first',
      {
        ...intact,
        signature: createHash('sha256')
          .update(SECRET + body)
          .digest('hex'),
      },
    ],
  ],
  empty_body: [['nothing', held('')]],
  not_the_body: [['an object made text', held('[object Object]')]],
  truncated_body: [
    ['in a string', held(body.slice(0, body.indexOf('example')))],
    ['between two members', held(body.slice(0, body.indexOf(',"data"') + 1))],
    ['at its last bracket', held(body.slice(0, -1))],
  ],
  unknown: [
    ['another secret', { ...intact, secrets: ['whsec_another'] }],
    ['other content', held(body.replace('contact.created', 'contact.updated'))],
  ],
};

/** Causes that nothing can be undone for. */
const SUSPECTED: readonly CauseCode[] = ['empty_body', 'not_the_body', 'truncated_body', 'unknown'];

describe.each(Object.entries(fixtures))('%s', (cause, cases) => {
  test.each(cases)('%s', (_, evidence) => {
    const proven = !SUSPECTED.some((suspected) => suspected === cause);
    expect(diagnose(evidence)).toMatchObject({ cause, proven });
  });
});

test('has a sentence and a remedy for each cause', () => {
  const said = Object.values(causes).map(({ happened }) => happened);
  expect(new Set(said).size).toBe(said.length);
  for (const { remedy } of Object.values(causes)) expect(remedy).toMatch(/\.$/);
});

test('names where another secret is, and never the secret', () => {
  const { happened } = diagnose({
    ...signedWith('whsec_kept'),
    others: { '.kolvera/secret': 'whsec_kept' },
  });
  expect(happened).toContain('.kolvera/secret');
  expect(happened).not.toContain('whsec_kept');
});

test('whatever it is given, it answers, and does not take a fitting cause for an unknown one', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.string(),
      fc.string({ minLength: 1 }),
      (odd, header, secret) => {
        expect(Object.keys(causes)).toContain(
          diagnose({ body: odd, signature: header, secrets: [secret] }).cause,
        );
      },
    ),
  );
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 2, 4), (json, indent) => {
      const value: unknown = JSON.parse(json);
      fc.pre(typeof value === 'object' && value !== null);
      const signed = JSON.stringify(value);
      const text = JSON.stringify(value, null, indent);
      fc.pre(text !== signed);
      const found = diagnose({ ...held(text), signature: sign(signed, SECRET) });
      expect(found.proven).toBe(true);
    }),
  );
});
