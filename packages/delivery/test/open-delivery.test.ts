import { type KolveraEvent, sampleEvent } from '@kolvera/event-schema';
import { fingerprint, SIGNATURE_HEADER, SignatureError, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OpenOptions, openDelivery } from '../src/index.ts';

const SECRET = 'whsec_of_the_delivery_tests';

interface Sent extends Partial<Omit<OpenOptions, 'headers'>> {
  /** Default: the right one. */
  readonly signature?: string | readonly string[] | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const event = sampleEvent('contact.created');
const body = JSON.stringify(event);

function open({ body: raw = body, signature, headers, ...options }: Sent) {
  const value = signature === undefined ? sign(raw, SECRET) : signature;
  const signed = { ...headers, [SIGNATURE_HEADER]: value };
  return openDelivery({ secrets: SECRET, ...options, headers: signed, body: raw });
}

test.each([
  ['text', body],
  ['bytes', new TextEncoder().encode(body)],
  ['an ArrayBuffer', Uint8Array.from(new TextEncoder().encode(body)).buffer],
])('a signed delivery as %s is the event', (_, raw) => {
  expect(open({ body: raw })).toEqual({ outcome: 'event', events: [event] });
});

test('any of several secrets may have signed it', () => {
  expect(open({ secrets: ['whsec_new', SECRET] })).toMatchObject({ outcome: 'event' });
  expect(open({ secrets: ['whsec_new', 'x'] })).toMatchObject({ outcome: 'unverified' });
});

test('an event without an id is named by its bytes', () => {
  const flat = '{"event":"contact.created","email":"a@b.example"}';
  expect(open({ body: flat })).toMatchObject({
    events: [{ id: fingerprint(flat), data: { contact: { email: 'a@b.example' } } }],
  });
});

test('the headers name what the body does not', () => {
  const headers = { 'X-Kolvera-Event': 'contact.updated', 'X-Kolvera-Delivery': 'evt_h' };
  const { contact } = event.data;
  expect(open({ headers, body: JSON.stringify({ contact }) })).toMatchObject({
    outcome: 'event',
    events: [{ id: 'evt_h', event: 'contact.updated', data: { contact } }],
  });
  expect(open({ headers })).toEqual({ outcome: 'event', events: [event] });
});

test('a delivery without a name is an unknown event, or the only one subscribed to', () => {
  const nameless = JSON.stringify(event.data);
  const unknown = { event: 'unknown', id: fingerprint(nameless), data: event.data };
  const wanted = { events: ['contact.created'] };
  expect(open({ body: nameless })).toMatchObject({ outcome: 'event', events: [unknown] });
  expect(open({ body: nameless, wanted })).toMatchObject({
    outcome: 'unwanted',
    events: [unknown],
  });
  expect(open({ body: nameless, wanted, subscribedTo: 'contact.created' })).toMatchObject({
    outcome: 'event',
    events: [{ ...unknown, event: 'contact.created' }],
  });
});

test('what is not wanted is told apart, and still read', () => {
  const wanted = { events: ['meeting.booked'] };
  expect(open({ wanted })).toEqual({ outcome: 'unwanted', events: [event] });
  expect(open({ wanted: { events: [] } })).toEqual({ outcome: 'event', events: [event] });
});

test('of several events those come out that are wanted', () => {
  const meeting: KolveraEvent = sampleEvent('meeting.booked');
  const both = JSON.stringify([event, meeting]);
  const wanted = { events: ['meeting.booked'] };
  expect(open({ body: both })).toEqual({ outcome: 'event', events: [event, meeting] });
  expect(open({ body: both, wanted })).toEqual({ outcome: 'event', events: [meeting] });
  expect(open({ body: '[]' })).toEqual({ outcome: 'unwanted', events: [] });
});

test.each([
  [null, 'missing_signature'],
  ['', 'malformed_signature'],
  [['a', 'b'], 'malformed_signature'],
  ['0'.repeat(64), 'mismatch'],
] as const)('a signature that is %j leaves it unverified: %s', (signature, code) => {
  expect(open({ signature })).toEqual({ outcome: 'unverified', code, events: [] });
});

test.each([
  ['{', 'invalid_json'],
  [`{"event":"x","data":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_deep'],
])('%j is unreadable, once it is verified', (raw, code) => {
  expect(open({ body: raw })).toEqual({ outcome: 'unreadable', code, events: [] });
  expect(open({ body: raw, signature: null })).toMatchObject({ outcome: 'unverified' });
});

test('verification that is switched off looks at no signature', () => {
  expect(open({ secrets: null, signature: null })).toEqual({ outcome: 'event', events: [event] });
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

test('property: no signed JSON throws or is refused', () => {
  const headers = fc.dictionary(fc.string(), fc.string());
  fc.assert(
    fc.property(fc.json(), headers, (raw, others) => {
      expect(['event', 'unwanted']).toContain(open({ body: raw, headers: others }).outcome);
    }),
  );
});

test('property: whatever a sender sends, it is one of the four outcomes', () => {
  const bodies = fc.oneof(fc.string(), fc.json(), fc.uint8Array());
  const signatures = fc.oneof(fc.constant(undefined), fc.constant(null), fc.string());
  fc.assert(
    fc.property(bodies, signatures, (raw, signature) => {
      const { outcome } = open({ body: raw, ...(signature !== undefined && { signature }) });
      expect(['event', 'unwanted', 'unverified', 'unreadable']).toContain(outcome);
    }),
  );
});
