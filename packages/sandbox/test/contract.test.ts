import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import * as contract from '@kolvera/webhook-api/operations';
import { expect, test } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { apiClient } from './api-client.ts';
import { openSandbox } from './open-sandbox.ts';

const url = 'https://example.com/hook';

async function makeWebhook(sandbox: Sandbox) {
  const { id } = sandbox.addWebhook({ url });
  return { id, call: apiClient(sandbox) };
}

test('GET /me returns the owner of the key', async () => {
  const sandbox = await openSandbox();
  const { body } = await apiClient(sandbox)('GET', '/me');
  expect(body.workspace).toEqual(sandbox.workspace);
});

test('GET /webhooks/event-types lists the catalogue, an imaginary event included', async () => {
  const call = apiClient(await openSandbox({ catalogue: withImaginaryEvent() }));
  const { body } = await call('GET', '/webhooks/event-types');
  expect(body.data).toEqual(
    [...events, imaginaryEvent].map(({ name, category, firesWhen }) => ({
      name,
      category,
      description: firesWhen,
    })),
  );
});

test('a webhook is created with a secret, which is never shown again', async () => {
  const sandbox = await openSandbox();
  const call = apiClient(sandbox);
  const made = await call('POST', '/webhooks', {
    body: { url, events: ['contact.created'], description: 'mine' },
  });
  expect(made.status).toBe(201);
  const { secret, ...shown } = made.body;
  expect(secret).toBe(sandbox.webhooks()[0]?.secret);
  expect(shown).toMatchObject({ url, events: ['contact.created'], description: 'mine' });
  const params = { id: String(shown.id) };
  expect((await call('GET', '/webhooks/{id}', { params })).body).toEqual(shown);
  expect((await call('GET', '/webhooks')).body).toEqual({ data: [shown], next_cursor: null });
  const patched = await call('PATCH', '/webhooks/{id}', { params, body: { events: ['*'] } });
  expect(patched.body).toEqual({ ...shown, events: ['*'] });
});

test.each([
  ['https://EXAMPLE.com:443/hook', 'the default port and the case of the host'],
  ['https://example.com/a/../hook', 'dot segments'],
  ['https://example.com/hook#part', 'the fragment'],
])('%s is in use already: %s make no difference', async (other) => {
  const { id, call } = await makeWebhook(await openSandbox());
  const { status, body } = await call('POST', '/webhooks', { body: { url: other, events: ['*'] } });
  expect(status).toBe(409);
  expect(body.id).toBe(id);
});

test('two webhooks cannot have the same URL', async () => {
  const sandbox = await openSandbox();
  const { id, call } = await makeWebhook(sandbox);
  const other = sandbox.addWebhook({ url: `${url}/other` });
  const taken = await call('PATCH', '/webhooks/{id}', { params: { id: other.id }, body: { url } });
  expect([taken.status, taken.body.id]).toEqual([409, id]);
  const same = await call('PATCH', '/webhooks/{id}', { params: { id }, body: { url } });
  expect(same.status).toBe(200);
});

test('a list has pages, newest first, that do not shift when a webhook is deleted', async () => {
  const sandbox = await openSandbox();
  const call = apiClient(sandbox);
  const ids = Array.from({ length: 5 }, (_, n) => sandbox.addWebhook({ url: `${url}/${n}` }).id);
  const first = await call('GET', '/webhooks', { query: '?limit=2' });
  expect(idsOf(first.body.data)).toEqual([ids[4], ids[3]]);
  await call('DELETE', '/webhooks/{id}', { params: { id: String(ids[3]) } });
  const second = await call('GET', '/webhooks', {
    query: `?limit=2&cursor=${first.body.next_cursor}`,
  });
  expect(idsOf(second.body.data)).toEqual([ids[2], ids[1]]);
  const third = await call('GET', '/webhooks', {
    query: `?limit=2&cursor=${second.body.next_cursor}`,
  });
  expect(idsOf(third.body.data)).toEqual([ids[0]]);
  expect(third.body.next_cursor).toBeNull();
});

function idsOf(data: unknown): unknown[] {
  return Array.isArray(data) ? data.map((item) => Object(item).id) : [];
}

test('a deleted webhook is not found', async () => {
  const { id, call } = await makeWebhook(await openSandbox());
  const params = { id };
  expect((await call('DELETE', '/webhooks/{id}', { params })).status).toBe(204);
  expect((await call('DELETE', '/webhooks/{id}', { params })).status).toBe(404);
  expect((await call('GET', '/webhooks/{id}', { params })).status).toBe(404);
  expect((await call('PATCH', '/webhooks/{id}', { params, body: {} })).status).toBe(404);
  const tested = await call('POST', '/webhooks/{id}/test', {
    params,
    body: { event: 'contact.created' },
  });
  expect(tested.status).toBe(404);
  expect((await call('POST', '/webhooks/{id}/rotate-secret', { params })).status).toBe(404);
  expect((await call('GET', '/webhooks/{id}/deliveries', { params })).status).toBe(404);
  const again = await call('POST', '/webhooks/{id}/deliveries/{delivery_id}/redeliver', {
    params: { id, delivery_id: 'del_1' },
  });
  expect(again.status).toBe(404);
});

test('a disabled webhook can neither be tested nor be sent a delivery again', async () => {
  const sandbox = await openSandbox();
  const { id, call } = await makeWebhook(sandbox);
  sandbox.disable(id);
  const params = { id, delivery_id: 'del_1' };
  const body = { event: 'contact.created' };
  expect((await call('POST', '/webhooks/{id}/test', { params, body })).status).toBe(409);
  const path = '/webhooks/{id}/deliveries/{delivery_id}/redeliver';
  expect((await call('POST', path, { params })).status).toBe(409);
});

test.each([undefined, 'Bearer wrong', 'Basic a2V5', 'Bearer '])(
  'the key %s is refused by every operation',
  async (authorization) => {
    const { baseUrl } = await openSandbox();
    for (const { method, path } of Object.values(contract)) {
      const answer = await fetch(baseUrl + path, {
        method,
        headers: authorization === undefined ? {} : { authorization },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  },
);

const made = { url, events: ['*'] };
test.each<[reason: string, status: number, body: unknown]>([
  ['no JSON', 400, '{"url":'],
  ['a list', 422, []],
  ['an unknown member', 422, { ...made, event: 'contact.created' }],
  ['no url', 422, { events: ['*'] }],
  ['a url that is none', 422, { ...made, url: 'example.com' }],
  ['http beyond this machine', 422, { ...made, url: 'http://example.com/' }],
  ['a password in the url', 422, { ...made, url: 'https://me:pass@example.com/' }],
  ['a url without end', 422, { ...made, url: `https://example.com/${'a'.repeat(2048)}` }],
  ['no events', 422, { url }],
  ['an empty choice', 422, { ...made, events: [] }],
  ['an unknown event', 422, { ...made, events: ['contact.deleted'] }],
  ['all and one', 422, { ...made, events: ['*', 'contact.created'] }],
  ['one event twice', 422, { ...made, events: ['contact.created', 'contact.created'] }],
  ['a number among the events', 422, { ...made, events: [1] }],
  ['a description that is not text', 422, { ...made, description: null }],
])('a webhook is not created from %s', async (_, status, body) => {
  const sandbox = await openSandbox();
  expect((await apiClient(sandbox)('POST', '/webhooks', { body })).status).toBe(status);
  expect(sandbox.webhooks()).toEqual([]);
});

test('a body that is too long, or not sent as JSON, is refused', async () => {
  const call = apiClient(await openSandbox());
  const long = { ...made, description: 'a'.repeat(1024 * 1024) };
  expect((await call('POST', '/webhooks', { body: long })).status).toBe(413);
  const headers = { 'content-type': 'text/plain' };
  expect((await call('POST', '/webhooks', { body: made, headers })).status).toBe(415);
});

test.each(['?limit=0', '?limit=101', '?limit=ten', '?limit=1&limit=2', '?cursor=1', '?page=2'])(
  'the query %s is refused',
  async (query) => {
    const call = apiClient(await openSandbox());
    expect((await call('GET', '/webhooks', { query })).status).toBe(422);
  },
);

test('an unknown status, and an unexpected body, are refused', async () => {
  const { id, call } = await makeWebhook(await openSandbox());
  const status = await call('PATCH', '/webhooks/{id}', { params: { id }, body: { status: 'on' } });
  expect(status.status).toBe(422);
  const body = { secret: 'mine' };
  const rotated = await call('POST', '/webhooks/{id}/rotate-secret', { params: { id }, body });
  expect(rotated.status).toBe(422);
});

test('other paths and methods are not found', async () => {
  const { baseUrl, apiKey } = await openSandbox();
  const headers = { authorization: `Bearer ${apiKey}` };
  for (const path of ['', '/', '/webhook', '/webhooks/', '/webhooks/a/b']) {
    const answer = await fetch(baseUrl + path, { headers });
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  }
  expect((await fetch(`${baseUrl}/webhooks`, { method: 'PUT', headers })).status).toBe(404);
});

test('GET /events returns the most recent events, complete and newest first', async () => {
  const sandbox = await openSandbox();
  const call = apiClient(sandbox);
  const { eventId } = await sandbox.fire('contact.created', { data: { contact: { name: 'Ada' } } });
  await sandbox.fire('meeting.booked');
  await sandbox.fireBody('contact.created', 'not even JSON');
  const all = await call('GET', '/events');
  expect(all.body.data).toMatchObject([{ event: 'meeting.booked' }, { id: eventId }]);
  const named = await call('GET', '/events', { query: '?event=contact.created&limit=1' });
  expect(named.body.data).toMatchObject([
    { id: eventId, workspace_id: sandbox.workspace.id, data: { contact: { name: 'Ada' } } },
  ]);
  expect((await call('GET', '/events', { query: '?event=deal.won' })).body.data).toEqual([]);
});
