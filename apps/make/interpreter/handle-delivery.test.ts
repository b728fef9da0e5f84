import { identifyEvents, parseEvents } from '@kolvera/event-schema';
import { fingerprint, sign } from '@kolvera/signature';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTree } from '../src/tree/read-tree.ts';
import { handleDelivery } from './handle-delivery.ts';
import type { Value } from './iml/value.ts';

const tree = await readTree();
const path = 'webhooks/all-events/all-events.communication.iml.json';
const communication = JSON.parse(tree.get(path) ?? 'null');
const SECRET = 'whsec_right';

function handle(
  body: string,
  headers: Record<string, string>,
  verificationAnswers = true,
  verify: Value = 'refuse',
) {
  return handleDelivery(
    communication,
    { method: 'POST', query: {}, headers, body: JSON.parse(body) },
    {
      parameters: { events: ['*'], verify, secret: null },
      data: { externalId: 'wh_1', issuedSecret: SECRET },
      verificationAnswers,
    },
  );
}

const signature = (value: string) => ({ 'x-kolvera-signature': value });

/** Keys that the reading of the envelope gives a meaning are left to the cases of the suite. */
const unknownKeys = fc.dictionary(
  fc
    .string()
    .filter(
      (key) =>
        !/^(id|event|type|event_?type|event_?id|created_?at|time|timestamp|workspace_?id|data|payload|meta|metadata|name|topic|action|kind|trigger|envelope)$/iu.test(
          key,
        ),
    ),
  fc.jsonValue(),
);
/** An id that JSON writes as it is. */
const id = fc.stringMatching(/^[^"\\\p{Cc}]+$/u);
const envelope = fc
  .record(
    {
      event: fc.string({ minLength: 1 }),
      data: fc.dictionary(fc.string(), fc.jsonValue()),
      id,
      created_at: fc.string({ minLength: 1 }),
      workspace_id: id,
    },
    { requiredKeys: ['event', 'data'] },
  )
  .chain((known) => unknownKeys.map((unknown) => JSON.stringify({ ...unknown, ...known })));

describe('whatever the event', () => {
  test('signed, it arrives as event-schema reads it', () => {
    fc.assert(
      fc.property(envelope, (body) => {
        const { status, bundle } = handle(body, signature(sign(body, SECRET)));
        expect(status).toBe(200);
        // Compared as JSON, where a key __proto__ is a key like any other.
        const expected = identifyEvents(parseEvents(body), () => fingerprint(body))[0];
        expect(sorted(bundle)).toBe(sorted({ ...expected, verified: true }));
      }),
    );
  });

  test('with any other signature, it starts nothing', () => {
    const others = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\w+$/u).map((secret) => sign('{}', secret)),
      fc.stringMatching(/^[0-9a-f]{64}$/u),
    );
    fc.assert(
      fc.property(envelope, others, fc.boolean(), (body, other, verificationAnswers) => {
        const { bundle, status } = handle(body, signature(other), verificationAnswers);
        expect(bundle).toBeUndefined();
        expect(status).toBe(verificationAnswers ? 401 : 200);
      }),
    );
  });
});

describe('the switch of the verification', () => {
  const body = '{"event":"contact.created","data":{}}';
  const forged = signature(sign(body, 'whsec_other'));

  test.each([true, false, null, 'false', '', 0])('that is %j leaves it on', (verify) => {
    expect(handle(body, forged, true, verify)).toMatchObject({ status: 401, bundle: undefined });
    expect(handle(body, forged, false, verify).bundle).toBeUndefined();
  });

  test('that is off turns it off', () => {
    const { bundle } = handle(body, {}, true, 'off');
    expect(bundle).toMatchObject({ event: 'contact.created', verified: false });
  });

  test('that hands over says whether a delivery was verified', () => {
    const { bundle } = handle(body, forged, true, 'hand_over');
    expect(bundle).toMatchObject({ event: 'contact.created', verified: false });
    const genuine = signature(sign(body, SECRET));
    expect(handle(body, genuine, true, 'hand_over').bundle).toMatchObject({ verified: true });
  });
});

test('an id that is a number is written out, and other connectors find the same', () => {
  const body = '{"event":"contact.created","id":4711,"data":{}}';
  const { bundle } = handle(body, signature(sign(body, SECRET)));
  expect(bundle).toMatchObject({ id: '4711' });
  expect(identifyEvents(parseEvents(body), () => '')[0]).toMatchObject({ id: '4711' });
});

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
