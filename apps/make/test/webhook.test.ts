import { startTestSandbox, type TestSandbox } from '@kolvera/conformance';
import { events, sampleEvent } from '@kolvera/event-schema';
import { describeOwner } from '@kolvera/webhook-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Make } from '../interpreter/make.ts';
import { MANIFEST } from '../src/tree/app-files.ts';
import { readTree } from '../src/tree/read-tree.ts';
import { asReceived } from './as-received.ts';
import { sentSample } from './sent-sample.ts';
import { withMake, withStubApi, withWebhook } from './with-make.ts';

let kolvera: TestSandbox;
beforeEach(async () => {
  kolvera = await startTestSandbox();
});
afterEach(() => kolvera.close());

const connect = (make: Make) =>
  make.connect('kolvera', { apiKey: kolvera.apiKey }, kolvera.baseUrl);

test.each([false, true])(
  'attaches and detaches, whether it inherits the base section: %s',
  async (inheritBase) => {
    const make = await withMake({ inheritBase });
    const connection = await connect(make);
    const events = ['contact.created', 'contact.updated'];
    const webhook = await make.addWebhook('contacts', { events }, connection);
    const [made] = kolvera.webhooks();
    expect(made).toMatchObject({ url: webhook.url, events });
    const installation = webhook.url.slice(webhook.url.lastIndexOf('/') + 1);
    const owner = { connector: 'Make', installation };
    expect(made?.description).toBe(describeOwner(owner, 'Contact events'));
    expect(webhook.data).toEqual({ externalId: made?.id, issuedSecret: made?.secret });

    const sent = sentSample('contact.created');
    await kolvera.fireBody('contact.created', JSON.stringify(sent));
    await kolvera.settled();
    expect(make.bundles()).toEqual([asReceived({ ...sent, verified: true })]);

    await make.removeWebhook(webhook, connection);
    expect(kolvera.webhooks()).toEqual([]);
    expect(make.history()).not.toContain(kolvera.apiKey);
    expect(make.history()).not.toContain(made?.secret);
  },
);

test("starts with all of its subject's events; the one for all events includes later ones", async () => {
  const make = await withMake();
  const connection = await connect(make);
  await make.addWebhook('meetings', {}, connection);
  await make.addWebhook('allEvents', {}, connection);
  const chosen = kolvera.webhooks().map((webhook) => webhook.events);
  expect(chosen).toHaveLength(2);
  const meetings = events.filter(({ subject }) => subject === 'meeting').map(({ name }) => name);
  expect(chosen).toEqual(expect.arrayContaining([['*'], meetings]));
});

test('takes "All events" among others as all events, and no choice not at all', async () => {
  const make = await withMake();
  const connection = await connect(make);
  await make.addWebhook('allEvents', { events: ['contact.created', '*'] }, connection);
  expect(kolvera.webhooks().map(({ events }) => events)).toEqual([['*']]);
  await expect(make.addWebhook('allEvents', { events: [] }, connection)).rejects.toThrow('Missing');
});

test('offers the events that Kolvera’s API lists, one that this app does not know among them', async () => {
  const make = await withMake();
  const body = { data: [{ name: 'contact.merged' }], id: 'whk_1', secret: 'whsec_1' };
  const { baseUrl, seen } = await withStubApi({ status: 200, body });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  const add = (event: string) => make.addWebhook('allEvents', { events: [event] }, connection);
  await add('contact.merged');
  await add('*');
  expect(seen).toContain('GET /webhooks/event-types');
  await expect(add('contact.created')).rejects.toThrow('Invalid value in parameter "Events"');
});

test.each(['server_error', 'html_page', 'rate_limited'] as const)(
  'offers the catalogue’s events when the API’s response is a %s',
  async (fault) => {
    const make = await withMake();
    const connection = await connect(make);
    kolvera.faults.next(2, fault);
    const add = (name: string) => make.addWebhook('allEvents', { events: [name] }, connection);
    await expect(add('contact.merged')).rejects.toThrow('Invalid value in parameter "Events"');
    kolvera.faults.clear();
    await add('contact.created');
    expect(kolvera.webhooks().map((webhook) => webhook.events)).toEqual([['contact.created']]);
  },
);

test('without its link to the connection would not attach', async () => {
  const files = new Map(await readTree());
  const manifest = JSON.parse(files.get(MANIFEST) ?? '');
  manifest.components.webhook.contacts.connection = null;
  const make = await withMake({ files: files.set(MANIFEST, JSON.stringify(manifest)) });
  const connection = await connect(make);
  await expect(make.addWebhook('contacts', {}, connection)).rejects.toMatchObject({
    code: 'unknown_key',
  });
  expect(kolvera.webhooks()).toEqual([]);
});

test('starts nothing if its module names the body in place of the payload', async () => {
  const path = 'modules/watch-all-events/watch-all-events.communication.iml.json';
  const wrong = JSON.stringify({ response: { output: '{{body}}' } });
  const make = await withMake({ files: new Map(await readTree()).set(path, wrong) });
  const { url } = await withWebhook(make, { verify: 'off' });
  await fetch(url, { method: 'POST', body: '{"event":"contact.created"}' });
  expect(make.bundles()).toEqual([]);
  expect(make.history()).toContain('There is no variable');
});

test('keeps the secret of its own form, where there is one', async () => {
  const make = await withMake();
  const form = { secret: 'whsec_of_the_account' };
  const { data } = await make.addWebhook('contacts', form, await connect(make));
  expect(data.issuedSecret).toBe('whsec_of_the_account');
});

/** Whether an event arrives after the form was saved again, in a Make with one store. */
async function arrivesAfterSaving(files: ReadonlyMap<string, string>): Promise<boolean> {
  const make = await withMake({ files, oneStore: true });
  const webhook = await make.addWebhook('contacts', {}, await connect(make));
  const before = sampleEvent('contact.created');
  await kolvera.fireBody(before.event, JSON.stringify(before));
  await kolvera.settled();
  expect(make.bundles()).toHaveLength(1);
  make.editWebhook(webhook, { events: ['contact.created'] });
  await kolvera.fireBody(before.event, JSON.stringify({ ...before, id: 'evt_after' }));
  await kolvera.settled();
  return make.bundles().length === 2;
}

test('keeps the secret that Kolvera issued when its form is saved, even if Make has one store', async () => {
  const files = await readTree();
  expect(await arrivesAfterSaving(files)).toBe(true);
  // Kept under the name of the form's field, it is emptied.
  const renamed = [...files].map(([path, text]) => [
    path,
    text.replaceAll('issuedSecret', 'secret'),
  ]);
  expect(await arrivesAfterSaving(new Map(renamed as [string, string][]))).toBe(false);
});

test.each([404, 410])('that is gone in Kolvera (%s) is deleted all the same', async (status) => {
  const make = await withMake();
  const webhook = await make.addWebhook('contacts', {}, await connect(make));
  const { baseUrl, seen } = await withStubApi({ status });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  await make.removeWebhook(webhook, connection);
  expect(seen.at(-1)).toBe(`DELETE /webhooks/${webhook.data.externalId}`);
});

test('stays when Kolvera refuses to delete it', async () => {
  const make = await withMake();
  const connection = await connect(make);
  const webhook = await make.addWebhook('contacts', {}, connection);
  kolvera.faults.next(1, 'server_error');
  await expect(make.removeWebhook(webhook, connection)).rejects.toThrow('Something went wrong');
  await make.removeWebhook(webhook, connection);
});

test.each([
  ['bare', { id: 'whk_1', secret: 'whsec_1' }],
  ['in a wrapper', { data: { id: 'whk_1', secret: 'whsec_1' } }],
  ['with another name for the secret', { id: 'whk_1', signing_secret: 'whsec_1' }],
  ['in a wrapper with another name', { data: { id: 'whk_1', signing_secret: 'whsec_1' } }],
])('reads a response %s, and keeps the secret out of the log', async (_, body) => {
  const make = await withMake();
  const { baseUrl } = await withStubApi({ status: 201, body });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  const { data } = await make.addWebhook('contacts', {}, connection);
  expect(data).toEqual({ externalId: 'whk_1', issuedSecret: 'whsec_1' });
  expect(make.history()).not.toContain('whsec_1');
});

test.each([
  [409, 'DuplicateDataError', 'already has a webhook with this URL'],
  [201, 'DataError', 'returned no secret'],
  [403, 'InvalidAccessTokenError', 'The url has to be public. Use the key of someone'],
  [422, 'RuntimeError', 'The url has to be public.'],
  [418, 'RuntimeError', 'The url has to be public.'],
])('says what a response %s means: %s', async (status, type, message) => {
  const make = await withMake();
  const body = { id: 'whk_1', detail: 'The url has to be public.' };
  const { baseUrl } = await withStubApi({ status, body });
  const connection = await make.connect('kolvera', { apiKey: 'key' }, baseUrl);
  await expect(make.addWebhook('contacts', {}, connection)).rejects.toMatchObject({
    type,
    message: expect.stringContaining(message),
  });
});
