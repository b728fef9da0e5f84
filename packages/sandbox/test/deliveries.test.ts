import { createHmac } from 'node:crypto';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { sign } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { apiClient } from './api-client.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

/** As Kolvera publishes it, with nothing of ours. */
function signatureOf(body: Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

test('an event is posted as JSON, signed over the exact bytes', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { secret } = sandbox.addWebhook({ url: endpoint.url });
  const { eventId, deliveries } = await sandbox.fire('contact.created', {
    data: { contact: { name: 'Zoë 🦘' } },
  });
  await sandbox.settled();
  const [received] = endpoint.received;
  expect(received?.headers['content-type']).toBe('application/json');
  expect(received?.headers['x-kolvera-signature']).toBe(
    signatureOf(received?.body ?? Buffer.of(), secret),
  );
  const event: unknown = JSON.parse(String(received?.body));
  expect(event).toMatchObject({
    id: eventId,
    event: 'contact.created',
    workspace_id: sandbox.workspace.id,
    data: { contact: { name: 'Zoë 🦘', company: expect.any(String) } },
  });
  expect(sandbox.deliveries().map(({ id, status }) => [id, status])).toEqual([
    [deliveries[0], 'delivered'],
  ]);
});

test.each<[string, string | Uint8Array, string]>([
  ['text', '{"type":"x","payload":{}}', expect.stringMatching(/^sha256:[0-9a-f]{64}$/)],
  ['an envelope', '{"event":"x","id":"evt_1","data":{}}', 'evt_1'],
  ['invalid UTF-8', Uint8Array.of(0xff, 0xfe, 0), expect.stringMatching(/^sha256:/)],
  ['nothing', '', expect.stringMatching(/^sha256:/)],
])('raw bytes (%s) are sent as they are, signed', async (_, body, id) => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { secret } = sandbox.addWebhook({ url: endpoint.url });
  const { eventId } = await sandbox.fireBody('x', body);
  await sandbox.settled();
  expect(eventId).toEqual(id);
  const sent = Buffer.from(body);
  expect(endpoint.received[0]?.body).toEqual(sent);
  expect(endpoint.received[0]?.headers['x-kolvera-signature']).toBe(signatureOf(sent, secret));
});

test('only subscribers receive an event; ["*"] receives those added later too', async () => {
  const [sandbox, one, all] = await Promise.all([
    openSandbox({ catalogue: withImaginaryEvent() }),
    openEndpoint(),
    openEndpoint(),
  ]);
  sandbox.addWebhook({ url: one.url, events: ['contact.created'] });
  sandbox.addWebhook({ url: all.url });
  await sandbox.fire('meeting.booked');
  await sandbox.fire('contact.created');
  await sandbox.fire(imaginaryEvent.name);
  await sandbox.fire('deal.won', { data: { deal: { id: 'dea_1' } } });
  await sandbox.settled();
  const names = ({ received }: typeof one) =>
    received.map(({ body }) => Object(JSON.parse(String(body))).event).toSorted();
  expect(names(one)).toEqual(['contact.created']);
  expect(names(all)).toEqual(['campaign.paused', 'contact.created', 'deal.won', 'meeting.booked']);
});

test('an unknown event without data cannot be fired', async () => {
  const sandbox = await openSandbox();
  await expect(sandbox.fire('deal.won')).rejects.toMatchObject({ code: 'unknown_event' });
});

test('the log has each attempt: time, latency, request and response', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id, secret } = sandbox.addWebhook({ url: endpoint.url });
  endpoint.answer = () => ({ status: 200, body: 'x'.repeat(2000) });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  const [delivery] = sandbox.deliveries({ webhookId: id });
  expect(delivery?.body).toEqual(new Uint8Array(endpoint.received[0]?.body ?? []));
  expect(delivery?.attempts).toEqual([
    {
      at: expect.any(String),
      request: {
        url: endpoint.url,
        headers: {
          'content-type': 'application/json',
          'user-agent': endpoint.received[0]?.headers['user-agent'],
          'x-kolvera-signature': signatureOf(delivery?.body ?? Buffer.of(), secret),
        },
      },
      latency_ms: expect.any(Number),
      status_code: 200,
      response: 'x'.repeat(1024),
      response_headers: expect.objectContaining({ connection: 'keep-alive' }),
      error: null,
    },
  ]);
  const log = await apiClient(sandbox)('GET', '/webhooks/{id}/deliveries', { params: { id } });
  expect(log.body.data).toMatchObject([{ id: delivery?.id, attempts: [{ status_code: 200 }] }]);
});

test('a test is delivered to its webhook only, signed, whatever it is subscribed to', async () => {
  const [sandbox, endpoint, other] = await Promise.all([
    openSandbox(),
    openEndpoint(),
    openEndpoint(),
  ]);
  const { id, secret } = sandbox.addWebhook({ url: endpoint.url, events: ['contact.created'] });
  sandbox.addWebhook({ url: other.url });
  const call = apiClient(sandbox);
  const body = { event: 'meeting.booked' };
  const { status } = await call('POST', '/webhooks/{id}/test', { params: { id }, body });
  expect(status).toBe(202);
  await sandbox.settled();
  const [received] = endpoint.received;
  expect(JSON.parse(String(received?.body))).toMatchObject(body);
  expect(received?.headers['x-kolvera-signature']).toBe(
    signatureOf(received?.body ?? Buffer.of(), secret),
  );
  expect(other.received).toEqual([]);
  expect((await call('GET', '/events')).body.data).toEqual([]);
});

test('a delivery is sent again: the same bytes, as a new delivery', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  const { eventId, deliveries } = await sandbox.fire('contact.created');
  await sandbox.settled();
  const params = { id, delivery_id: String(deliveries[0]) };
  const path = '/webhooks/{id}/deliveries/{delivery_id}/redeliver';
  const { status, body } = await apiClient(sandbox)('POST', path, { params });
  await sandbox.settled();
  expect([status, body.event_id]).toEqual([202, eventId]);
  expect(body.id).not.toBe(deliveries[0]);
  expect(endpoint.received).toHaveLength(2);
  expect(endpoint.received[1]?.body).toEqual(endpoint.received[0]?.body);
  expect(sandbox.redeliver(String(deliveries[0]))).not.toBe(body.id);
  expect(() => sandbox.redeliver('del_999')).toThrow('There is no delivery with the ID del_999');
});

test("another webhook's delivery is not sent again", async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  sandbox.addWebhook({ url: endpoint.url });
  const other = sandbox.addWebhook({ url: `${endpoint.url}/other`, events: ['meeting.booked'] });
  const { deliveries } = await sandbox.fire('contact.created');
  const params = { id: other.id, delivery_id: String(deliveries[0]) };
  const path = '/webhooks/{id}/deliveries/{delivery_id}/redeliver';
  expect((await apiClient(sandbox)('POST', path, { params })).status).toBe(404);
});

test('after a rotation, the new secret signs, retries and repeats included', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id, secret: before } = sandbox.addWebhook({ url: endpoint.url });
  const { deliveries } = await sandbox.fire('contact.created');
  await sandbox.settled();
  const rotated = await apiClient(sandbox)('POST', '/webhooks/{id}/rotate-secret', {
    params: { id },
  });
  const after = String(rotated.body.secret);
  expect(sandbox.webhook(id)?.secret).toBe(after);
  sandbox.redeliver(String(deliveries[0]));
  await sandbox.settled();
  const [first, second] = endpoint.received;
  expect(first?.headers['x-kolvera-signature']).toBe(sign(first?.body ?? '', before));
  expect(second?.headers['x-kolvera-signature']).toBe(sign(second?.body ?? '', after));
});

test('a forged delivery is sent once, as given, and not logged', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  sandbox.addWebhook({ url: endpoint.url });
  endpoint.answer = () => ({ status: 401, body: 'no' });
  const forge = (forgery: object) =>
    sandbox.deliverForged({ url: endpoint.url, body: '{}', ...forgery });
  expect(await forge({})).toMatchObject({ status: 401, body: 'no' });
  await forge({ signWith: 'not the secret' });
  await forge({ headers: { 'x-kolvera-signature': 'sha256=zz' } });
  await forge({ headers: { 'x-kolvera-signature': ['a', 'b'] } });
  const signatures = endpoint.received.map(({ headers }) => headers['x-kolvera-signature']);
  expect(signatures).toEqual([undefined, sign('{}', 'not the secret'), 'sha256=zz', 'a, b']);
  expect(sandbox.deliveries()).toEqual([]);
  await expect(forge({ url: 'http://example.com/' })).rejects.toThrow('https://');
});

test('the pending deliveries of a deleted webhook are abandoned, and the log stays', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  endpoint.answer = () => ({ status: 500 });
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  await sandbox.fire('contact.created');
  await sandbox.settled();
  await apiClient(sandbox)('DELETE', '/webhooks/{id}', { params: { id } });
  expect(sandbox.deliveries()).toMatchObject([
    { webhook_id: id, status: 'failed', next_attempt_at: null, attempts: [{ status_code: 500 }] },
  ]);
  expect(() => sandbox.redeliver(String(sandbox.deliveries()[0]?.id))).toThrow(
    'There is no webhook with the ID',
  );
  expect(sandbox.deliveries()).toHaveLength(1);
});

test('an event goes to the webhooks that are active when it is fired', async () => {
  const sandbox = await openSandbox();
  const { id } = sandbox.addWebhook({ url: 'https://example.com/' });
  sandbox.disable(id);
  const firing = sandbox.fire('contact.created');
  sandbox.addWebhook({ url: 'https://example.com/later' });
  expect((await firing).deliveries).toEqual([]);
});
