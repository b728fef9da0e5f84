/** Deliveries in the forms that other services use, signed afresh: each arrives as the same event. */
import { readdir, readFile } from 'node:fs/promises';
import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { openDelivery } from '@kolvera/delivery';
import { sign } from '@kolvera/signature';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Collection } from '../interpreter/iml/value.ts';
import { asReceived } from './as-received.ts';
import { withMake } from './with-make.ts';

const FOLDER = new URL('../../../packages/delivery/test/envelopes/', import.meta.url);
/** Several events in one delivery are a limit of Make. */
const names = (await readdir(FOLDER)).filter((name) => !name.startsWith('array'));

let kolvera: TestSandbox;
beforeAll(async () => {
  kolvera = await startTestSandbox();
});
afterAll(() => kolvera.close());

/** A webhook and what it makes of a delivery. */
async function watching(id: string, form: Collection = {}) {
  const make = await withMake();
  const { apiKey, baseUrl } = kolvera;
  const webhook = await make.addWebhook(
    id,
    form,
    await make.connect('kolvera', { apiKey }, baseUrl),
  );
  const secret = String(webhook.data.issuedSecret);
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const signature = { 'x-kolvera-signature': sign(body, secret) };
    const response = await fetch(webhook.url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers, ...signature },
    });
    expect(response.status).toBe(200);
    return make.bundles();
  };
  return { secret, post };
}

test.each(names)('%s', async (name) => {
  const { headers, body } = JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));
  const { secret, post } = await watching('allEvents');
  const signature = { 'x-kolvera-signature': sign(body, secret) };
  const opened = openDelivery({ headers: { ...headers, ...signature }, body, secrets: [secret] });
  const events = 'events' in opened ? opened.events : [];
  expect(events).toHaveLength(1);
  const [expected] = events;
  expect(await post(body, headers)).toEqual([asReceived({ ...expected, verified: true })]);
});

describe('a delivery that names no event', () => {
  test.each([
    '{"data":{"contact":{"email":"a@b.example"}},"sent":true}',
    '{"ping":true}',
    '{"event":{},"data":null}',
    '{"id":{"a":1},"workspace_id":[1],"created_at":{}}',
    '{}',
  ])('is handed over whole to a consumer of all events: %s', async (body) => {
    const { post } = await watching('allEvents');
    expect(await post(body)).toMatchObject([{ event: 'unknown', data: JSON.parse(body) }]);
  });

  test.each(['[]', '"text"', '7', 'null', '[{"event":"contact.created","data":{}}]'])(
    'may be no object: %s',
    async (body) => {
      const { post } = await watching('allEvents');
      const data = { value: JSON.parse(body) };
      expect(await post(body)).toMatchObject([{ event: 'unknown', data }]);
    },
  );

  test('is of the one event that the webhook is subscribed to, if it has a field of its record', async () => {
    const { post } = await watching('contacts', { events: ['contact.created'] });
    expect(await post('{"ping":true}')).toEqual([]);
    expect(await post('{"contact":null}')).toEqual([]);
    const contact = { email: 'a@b.example' };
    expect(await post(JSON.stringify({ data: { contact } }))).toMatchObject([
      { event: 'contact.created', data: { contact } },
    ]);
  });

  test('is of no event, where the webhook is subscribed to several', async () => {
    const { post } = await watching('contacts');
    expect(await post('{"data":{"contact":{"email":"a@b.example"}}}')).toEqual([]);
  });
});

test('what else the envelope holds is kept', async () => {
  const { post } = await watching('allEvents');
  const meta = { event: 'contact.created', id: 'evt_1', trace: 't' };
  expect(await post(JSON.stringify({ meta, data: {}, version: 2 }))).toMatchObject([
    { event: 'contact.created', id: 'evt_1', data: {}, meta: { trace: 't' }, version: 2 },
  ]);
});
