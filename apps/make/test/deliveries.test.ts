import { identifyEvents, parseEvents } from '@kolvera/event-schema';
import { fingerprint, sign } from '@kolvera/signature';
import { describe, expect, test } from 'vitest';
import type { Collection } from '../interpreter/iml/value.ts';
import type { MakeOptions } from '../interpreter/make.ts';
import { asReceived } from './as-received.ts';
import { sentSample } from './sent-sample.ts';
import { withMake, withWebhook } from './with-make.ts';

const SECRET = 'whsec_issued';
const sent = sentSample('contact.created');
const body = JSON.stringify(sent);
const signed = { 'x-kolvera-signature': sign(body, SECRET) };

async function watching(form: Collection = {}, options: Omit<MakeOptions, 'files'> = {}) {
  const make = await withMake(options);
  const webhook = await withWebhook(make, form, SECRET);
  const post = async (sent: string, headers: Record<string, string> = {}) =>
    (await fetch(webhook.url, { method: 'POST', body: sent, headers })).status;
  return { make, webhook, post };
}

describe('a genuine delivery', () => {
  test('starts the scenario with the normalised event', async () => {
    const { make, post } = await watching();
    expect(await post(body, signed)).toBe(200);
    expect(make.bundles()).toEqual([asReceived({ ...sent, verified: true })]);
  });

  test('is known by an upper-case signature too', async () => {
    const { make, post } = await watching();
    await post(body, { 'x-kolvera-signature': sign(body, SECRET).toUpperCase() });
    expect(make.bundles()).toHaveLength(1);
  });

  test('of an event that was not chosen is accepted and starts nothing', async () => {
    const { make, post } = await watching({ events: ['meeting.booked'] });
    expect(await post(body, signed)).toBe(200);
    expect(make.bundles()).toEqual([]);
  });

  test.each<[string, object]>([
    ['name in type', { type: 'contact.created', id: 'evt_1', data: { a: 1 } }],
    ['name in event_type', { event_type: 'contact.created', id: 'evt_1', data: {} }],
    ['data in payload', { event: 'contact.created', id: 'evt_1', payload: { a: 1 } }],
    ['unknown keys', { event: 'x.y', id: 'evt_1', data: {}, type: 'kept', payload: 1, more: [1] }],
    ['no id', { event: 'contact.created', data: { a: 1 } }],
    ['flat', { event: 'x.updated', id: 'con_1', name: 'Mia', type: 'kept' }],
  ])('is read as event-schema reads it: %s', async (_, written) => {
    const { make, post } = await watching();
    const text = JSON.stringify(written);
    await post(text, { 'x-kolvera-signature': sign(text, SECRET) });
    const [event] = identifyEvents(parseEvents(text), () => fingerprint(text));
    expect(make.bundles()).toEqual([{ ...event, verified: true }]);
  });
});

describe('a delivery that is not genuine', () => {
  const other = { 'x-kolvera-signature': sign(body, 'whsec_other') };

  test.each([
    ['without a signature', body, {}],
    ['with another secret', body, other],
    ['with another body', body.replace('contact.created', 'contact.updated'), signed],
    ['with an empty signature', body, { 'x-kolvera-signature': '' }],
    ['that is not JSON', 'hello', signed],
    ['that is empty', '', signed],
  ])('%s is refused, and starts nothing', async (_, sent, headers) => {
    const { make, post } = await watching();
    expect(await post(sent, headers)).toBe(401);
    expect(make.bundles()).toEqual([]);
  });

  test('starts nothing either if Make ignores verification', async () => {
    const { make, post } = await watching({}, { verificationAnswers: false });
    expect(await post(body, other)).toBe(200);
    expect(make.bundles()).toEqual([]);
    expect(await post(body, signed)).toBe(200);
    expect(make.bundles()).toHaveLength(1);
  });
});

describe('the secret', () => {
  test('that was rotated is entered in the form', async () => {
    const { make, webhook, post } = await watching();
    make.editWebhook(webhook, { secret: 'whsec_rotated' });
    expect(await post(body, signed)).toBe(401);
    expect(await post(body, { 'x-kolvera-signature': sign(body, 'whsec_rotated') })).toBe(200);
    expect(make.bundles()).toHaveLength(1);
  });

  test.each([' ', 'whsec_pasted\n', '\twhsec_pasted'])(
    'is not taken with white space around it: %j',
    async (secret) => {
      await expect(watching({ secret })).rejects.toThrow(
        'Invalid value in parameter "Webhook secret"',
      );
    },
  );

  test('is not looked at when verification is off, which takes a decision', async () => {
    const off = await watching({ verify: 'off' });
    expect(await off.post(body)).toBe(200);
    expect(off.make.bundles()).toHaveLength(1);
    await expect(watching({ verify: null })).rejects.toThrow('Missing value');
  });
});

test('a delivery of more than 5 MB is refused', async () => {
  const { make, post } = await watching({ verify: 'off' });
  const notes = 'x'.repeat(5 * 1024 * 1024);
  expect(await post(JSON.stringify({ event: 'x', data: { notes } }))).toBe(413);
  expect(make.bundles()).toEqual([]);
});
