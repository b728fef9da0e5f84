import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type ApiRequest,
  createWebhook,
  type DeliveryLogEntry,
  deleteWebhook,
  getMe,
  getWebhook,
  listDeliveries,
  listEvents,
  listEventTypes,
  listWebhooks,
  type Me,
  type Page,
  redeliver,
  requestUrl,
  rotateSecret,
  testWebhook,
  updateWebhook,
  type Webhook,
} from './index.ts';

const BASE = 'https://api.example/v1';
const URL = 'https://n8n.example/webhook/abc';
const WEBHOOK = {
  id: 'w1',
  url: URL,
  events: ['*'],
  description: null,
  status: 'active',
  created_at: '2026-07-01T09:00:00Z',
} as const;

function responseOf<Value>(request: ApiRequest<Value>, value: unknown, status = 200): Value {
  return request.read({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  });
}

test.each([
  ['GET /me', getMe()],
  ['GET /webhooks/event-types', listEventTypes()],
  ['POST /webhooks', createWebhook({ url: URL, events: ['*'] })],
  ['GET /webhooks', listWebhooks()],
  ['GET /webhooks?limit=5&cursor=a%2Fb', listWebhooks({ limit: 5, cursor: 'a/b' })],
  ['GET /webhooks', listWebhooks({ cursor: null })],
  ['GET /webhooks/w1', getWebhook('w1')],
  ['PATCH /webhooks/w1', updateWebhook('w1', { status: 'active' })],
  ['DELETE /webhooks/w1', deleteWebhook('w1')],
  ['POST /webhooks/w1/test', testWebhook('w1', 'contact.created')],
  ['POST /webhooks/w1/rotate-secret', rotateSecret('w1')],
  ['GET /webhooks/w1/deliveries?limit=2', listDeliveries('w1', { limit: 2 })],
  ['POST /webhooks/w1/deliveries/d1/redeliver', redeliver('w1', 'd1')],
  ['GET /events?event=contact.created&limit=3', listEvents({ event: 'contact.created', limit: 3 })],
])('%s', (expected, request) => {
  expect(`${request.method} ${requestUrl(BASE, request).slice(BASE.length)}`).toBe(expected);
});

test('a body holds what was given and nothing else', () => {
  const description = undefined;
  expect(createWebhook({ url: URL, events: ['*'], description }).body).toEqual({
    url: URL,
    events: ['*'],
  });
  expect(Object.keys(updateWebhook('w1', { events: ['*'], description }).body ?? {})).toEqual([
    'events',
  ]);
  expect(testWebhook('w1', 'contact.created').body).toEqual({ event: 'contact.created' });
  expect(getMe().body).toBe(undefined);
});

test('requests have the types of their answers', () => {
  expectTypeOf(getMe().read).returns.toEqualTypeOf<Me>();
  expectTypeOf(getWebhook('w1').read).returns.toEqualTypeOf<Webhook>();
  expectTypeOf(listDeliveries('w1').read).returns.toEqualTypeOf<Page<DeliveryLogEntry>>();
  expectTypeOf(deleteWebhook('w1').read).returns.toEqualTypeOf<void>();
  expectTypeOf<Webhook['id']>().toEqualTypeOf<string>();
  expectTypeOf<Webhook['created_at']>().toEqualTypeOf<string | null>();
});

describe('answers are read', () => {
  test('as the contract has them', () => {
    expect(responseOf(getWebhook('w1'), WEBHOOK)).toEqual(WEBHOOK);
    expect(responseOf(listWebhooks(), { data: [WEBHOOK], next_cursor: 'c' })).toEqual({
      data: [WEBHOOK],
      next_cursor: 'c',
    });
    const created = { ...WEBHOOK, secret: 's' };
    expect(responseOf(createWebhook({ url: URL, events: ['*'] }), created, 201)).toEqual(created);
    const delivery = {
      id: 'd1',
      event_id: 'e1',
      event: 'contact.created',
      status: 'pending',
      attempts: [{ at: '2026-07-01T09:00:00Z', status_code: null, error: 'x', latency_ms: 12 }],
      next_attempt_at: null,
      created_at: '2026-07-01T09:00:00Z',
    };
    expect(responseOf(redeliver('w1', 'd1'), delivery, 202)).toEqual(delivery);
  });

  test('in a wrapper', () => {
    expect(responseOf(getWebhook('w1'), { data: WEBHOOK })).toEqual(WEBHOOK);
    const wrapped = { data: { data: [WEBHOOK], next_cursor: null } };
    expect(responseOf(listWebhooks(), wrapped).data).toEqual([WEBHOOK]);
  });

  test('with the secret under its other name', () => {
    expect(responseOf(rotateSecret('w1'), { signing_secret: 's' })).toEqual({ secret: 's' });
    const created = { ...WEBHOOK, signing_secret: 's' };
    expect(responseOf(createWebhook({ url: URL, events: ['*'] }), created).secret).toBe('s');
  });

  test('with numbers for ids, and without what can be done without', () => {
    expect(responseOf(getWebhook('7'), { id: 7, url: URL })).toEqual({
      id: '7',
      url: URL,
      events: [],
      description: null,
      status: 'active',
      created_at: null,
    });
    expect(responseOf(listWebhooks(), { data: [] })).toEqual({ data: [], next_cursor: null });
    expect(responseOf(createWebhook({ url: URL, events: ['*'] }), WEBHOOK).secret).toBe(null);
  });

  test('as events, each as a delivery’s body is read', () => {
    const { data } = responseOf(listEvents(), {
      data: [{ id: 7, type: 'contact.created', payload: { contact: { email: 'a@x.example' } } }],
    });
    expect(data).toMatchObject([
      { id: '7', event: 'contact.created', data: { contact: { email: 'a@x.example' } } },
    ]);
    expect(() => responseOf(listEvents(), { data: [{ id: 'e1' }] })).toThrow(
      /answer\.data\[0\] is not an event/,
    );
  });

  test('with unknown words and keys', () => {
    const webhook = responseOf(getWebhook('w1'), { ...WEBHOOK, status: 'paused', more: 1 });
    expect(webhook.status).toBe('paused');
    expect(webhook).not.toHaveProperty('more');
  });

  test('without a body where none matters', () => {
    const empty = { status: 204, headers: {}, body: '' };
    expect(deleteWebhook('w1').read(empty)).toBe(undefined);
    expect(testWebhook('w1', 'contact.created').read({ ...empty, status: 202 })).toBe(undefined);
  });

  test.each([
    ['a string', '"w1"'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no id', JSON.stringify({ url: URL })],
    ['an empty id', JSON.stringify({ ...WEBHOOK, id: '' })],
    ['an id beyond 2^53', '{"id": 9007199254740993, "url": "https://x.example"}'],
    ['an object for a string', JSON.stringify({ ...WEBHOOK, url: {} })],
    ['a string for a list', JSON.stringify({ ...WEBHOOK, events: '*' })],
    ['a number in a list of texts', JSON.stringify({ ...WEBHOOK, events: [1] })],
    ['an inherited key', '{"__proto__": {"id": "w1", "url": "https://x.example"}}'],
  ])('not from %s', (_, body) => {
    const answer = { status: 200, headers: { 'content-type': 'application/json' }, body };
    expect(() => getWebhook('w1').read(answer)).toThrow(
      expect.objectContaining({
        code: 'unexpected',
        message: expect.stringMatching(/^Kolvera returned an unexpected response: answer/),
      }),
    );
  });

  test('naming the place of what is wrong, never the value', () => {
    const answer = { data: [WEBHOOK, { ...WEBHOOK, url: 42 }] };
    expect(() => responseOf(listWebhooks(), answer)).toThrow(
      /answer\.data\[1\]\.url is not a string/,
    );
    expect(() => responseOf(rotateSecret('w1'), { secret: ['hush'] })).toThrow(/^((?!hush).)*$/);
  });
});
