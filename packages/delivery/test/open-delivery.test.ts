import { sampleEvent } from '@kolvera/event-schema';
import { fingerprint, SignatureError, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';

const SECRET = 'whsec_of_the_delivery_tests';

interface Sent {
  readonly body?: string | Uint8Array | ArrayBuffer;
  readonly signature?: string | readonly string[] | null | undefined;
  readonly secrets?: string | readonly string[] | null;
  readonly wanted?: node.Wanted;
}

describe.each([
  ['@kolvera/delivery', node.openDelivery],
  ['@kolvera/delivery/web', web.openDelivery],
])('%s', (_, openDelivery) => {
  const event = sampleEvent('contact.created');
  const body = JSON.stringify(event);
  const open = async ({ body: raw = body, secrets = SECRET, wanted, ...sent }: Sent) =>
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
  ])('a signed delivery as %s is the event', async (_, raw) => {
    expect(await open({ body: raw })).toEqual({ outcome: 'event', event });
  });

  test('any of several secrets may have signed it', async () => {
    expect(await open({ secrets: ['whsec_new', SECRET] })).toMatchObject({ outcome: 'event' });
    expect(await open({ secrets: ['whsec_new', 'x'] })).toMatchObject({ outcome: 'unverified' });
  });

  test('an event without an id is named by its bytes', async () => {
    const flat = '{"event":"contact.created","email":"a@b.example"}';
    expect(await open({ body: flat })).toMatchObject({
      event: { id: fingerprint(flat), data: { contact: { email: 'a@b.example' } } },
    });
  });

  test('what is not wanted is told apart, and still read', async () => {
    const wanted = { events: ['meeting.booked'] };
    expect(await open({ wanted })).toEqual({ outcome: 'unwanted', event });
    expect(await open({ wanted: { events: [] } })).toEqual({ outcome: 'event', event });
  });

  test.each([
    [null, 'missing_signature'],
    ['', 'malformed_signature'],
    [['a', 'b'], 'malformed_signature'],
    ['0'.repeat(64), 'mismatch'],
  ] as const)('a signature that is %j leaves it unverified: %s', async (signature, code) => {
    expect(await open({ signature })).toEqual({ outcome: 'unverified', code });
  });

  test.each([
    ['{', 'invalid_json'],
    ['[]', 'not_an_object'],
    ['{}', 'missing_event_name'],
    [`{"event":"x","data":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_deep'],
  ])('%j is unreadable, once it is verified', async (raw, code) => {
    expect(await open({ body: raw })).toEqual({ outcome: 'unreadable', code });
    expect(await open({ body: raw, signature: null })).toMatchObject({ outcome: 'unverified' });
  });

  test('verification that is switched off looks at no signature', async () => {
    expect(await open({ secrets: null, signature: null })).toEqual({ outcome: 'event', event });
  });

  test.each([
    [{ secrets: '' }, 'missing_secret'],
    [{ secrets: [] }, 'missing_secret'],
    [{ secrets: ' padded' }, 'secret_has_whitespace'],
    [{ body: event as unknown as string, signature: null }, 'body_already_parsed'],
  ] satisfies [Sent, string][])('%j is the owner’s mistake: %s', async (sent, code) => {
    const failure = await open(sent).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SignatureError);
    expect(failure).toMatchObject({ code });
  });

  test('property: whatever a sender sends, it is one of the four outcomes', async () => {
    const bodies = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
    const signatures = fc.oneof(fc.constant(undefined), fc.constant(null), fc.string());
    await fc.assert(
      fc.asyncProperty(bodies, signatures, async (raw, signature) => {
        const { outcome } = await open({ body: raw, signature });
        expect(['event', 'unverified', 'unreadable']).toContain(outcome);
      }),
    );
  });
});
