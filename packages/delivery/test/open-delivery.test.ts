import { sampleEvent } from '@kolvera/event-schema';
import { fingerprint, SignatureError, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDelivery, type Wanted } from '../src/index.ts';

const SECRET = 'whsec_of_the_delivery_tests';

interface Sent {
  readonly body?: string | Uint8Array | ArrayBuffer;
  readonly signature?: string | readonly string[] | null | undefined;
  readonly secrets?: string | readonly string[] | null;
  readonly wanted?: Wanted;
}

describe('openDelivery', () => {
  const event = sampleEvent('contact.created');
  const body = JSON.stringify(event);
  const open = ({ body: raw = body, secrets = SECRET, wanted, ...sent }: Sent) =>
    openDelivery({
      body: raw,
      signature: sent.signature === undefined ? sign(raw, SECRET) : sent.signature,
      secrets,
      ...(wanted && { wanted }),
    });

  test.each([
    ['text', body],
    ['bytes', new TextEncoder().encode(body)],
    ['an ArrayBuffer', Uint8Array.from(new TextEncoder().encode(body)).buffer],
  ])('a signed delivery as %s is the event', (_, raw) => {
    expect(open({ body: raw })).toEqual({ outcome: 'event', event });
  });

  test('any of several secrets may have signed it', () => {
    expect(open({ secrets: ['whsec_new', SECRET] })).toMatchObject({ outcome: 'event' });
    expect(open({ secrets: ['whsec_new', 'x'] })).toMatchObject({ outcome: 'unverified' });
  });

  test('an event without an id gets the fingerprint of its body', () => {
    const flat = '{"event":"contact.created","email":"a@b.example"}';
    expect(open({ body: flat })).toMatchObject({
      event: { id: fingerprint(flat), data: { contact: { email: 'a@b.example' } } },
    });
  });

  test('what is not wanted is marked, and still parsed', () => {
    const wanted = { events: ['meeting.booked'] };
    expect(open({ wanted })).toEqual({ outcome: 'unwanted', event });
    expect(open({ wanted: { events: [] } })).toEqual({ outcome: 'event', event });
  });

  test.each([
    [null, 'missing_signature'],
    ['', 'malformed_signature'],
    [['a', 'b'], 'malformed_signature'],
    ['0'.repeat(64), 'mismatch'],
  ] as const)('a signature that is %j leaves it unverified: %s', (signature, code) => {
    expect(open({ signature })).toEqual({ outcome: 'unverified', code });
  });

  test.each([
    ['{', 'invalid_json'],
    ['[]', 'not_an_object'],
    ['{}', 'missing_event_name'],
    [`{"event":"x","data":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_deep'],
  ])('%j is unreadable, once it is verified', (raw, code) => {
    expect(open({ body: raw })).toEqual({ outcome: 'unreadable', code });
    expect(open({ body: raw, signature: null })).toMatchObject({ outcome: 'unverified' });
  });

  test('verification that is switched off looks at no signature', () => {
    expect(open({ secrets: null, signature: null })).toEqual({ outcome: 'event', event });
  });

  test.each([
    [{ secrets: '' }, 'missing_secret'],
    [{ secrets: [] }, 'missing_secret'],
    [{ secrets: ' padded' }, 'secret_has_whitespace'],
    [{ body: event as unknown as string, signature: null }, 'body_already_parsed'],
  ] satisfies [Sent, string][])('%j is the owner’s mistake: %s', (sent, code) => {
    expect(() => open(sent)).toThrow(SignatureError);
    expect(() => open(sent)).toThrow(expect.objectContaining({ code }));
  });

  test('property: whatever a sender sends, it is one of the four outcomes', () => {
    const bodies = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
    const signatures = fc.oneof(fc.constant(undefined), fc.constant(null), fc.string());
    fc.assert(
      fc.property(bodies, signatures, (raw, signature) => {
        const { outcome } = open({ body: raw, signature });
        expect(['event', 'unverified', 'unreadable']).toContain(outcome);
      }),
    );
  });
});
