import { forgeries } from '@kolvera/certify';
import { events, sampleEvent } from '@kolvera/event-schema';
import { expect, test } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { observed } from '../test/observed.ts';
import { createReceiver, type ReceiverRequest } from './index.ts';

function json(body: string): unknown {
  return JSON.parse(body);
}

test('200 when the handlers have succeeded', async () => {
  const { receiver, handled, errors } = observed();
  const response = await receiver.receive(delivery());
  expect(response).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json', 'content-length': '20' },
    body: '{"status":"handled"}',
  });
  expect(handled).toEqual([{ id: sampleEvent('contact.created').id, event: 'contact.created' }]);
  expect(errors).toEqual([]);
});

test('200 for each event of the catalogue', async () => {
  const { receiver, handled } = observed();
  for (const { sample } of events) {
    expect(await receiver.receive(delivery(sample))).toMatchObject({ status: 200 });
  }
  expect(handled.map(({ event }) => event)).toEqual(events.map(({ name }) => name));
});

test('200 for an event that nobody handles', async () => {
  const receiver = createReceiver({ secret: SECRET }).on('company.created', () => {
    throw new Error('not reached');
  });
  const response = await receiver.receive(delivery());
  expect(response).toMatchObject({ status: 200, body: '{"status":"ignored"}' });
});

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'post', ''])(
  '405 with Allow: POST for the method "%s"',
  async (method) => {
    const { receiver, handled, codes } = observed();
    const response = await receiver.receive({ ...delivery(), method });
    expect(response).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(json(response.body)).toMatchObject({ code: 'method_not_allowed' });
    expect(codes()).toEqual(['method_not_allowed']);
    expect(handled).toEqual([]);
  },
);

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/jsonp',
  'application/json-seq',
  '',
])('415 for the content type "%s"', async (type) => {
  const { receiver, codes } = observed();
  const request = delivery();
  const headers = { ...request.headers, 'content-type': type };
  expect(await receiver.receive({ ...request, headers })).toMatchObject({ status: 415 });
  expect(codes()).toEqual(['unsupported_media_type']);
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset=UTF-8',
  'application/cloudevents+json',
])('200 for the content type "%s"', async (type) => {
  const { receiver } = observed();
  const request = delivery();
  const headers = { ...request.headers, 'content-type': type };
  expect(await receiver.receive({ ...request, headers })).toMatchObject({ status: 200 });
});

test('200 without a content type, since Kolvera publishes none', async () => {
  const { receiver } = observed();
  const request = delivery();
  const headers = { 'x-kolvera-signature': request.headers['x-kolvera-signature'] };
  expect(await receiver.receive({ ...request, headers })).toMatchObject({ status: 200 });
});

test('413 for one byte more than maxBytes, counted in bytes', async () => {
  const body = JSON.stringify({ event: 'contact.created', id: 'é' });
  const bytes = Buffer.byteLength(body);
  expect(bytes).toBeGreaterThan(body.length);
  const enough = observed({ maxBytes: bytes });
  expect(await enough.receiver.receive(delivery(body))).toMatchObject({ status: 200 });
  const short = observed({ maxBytes: bytes - 1 });
  expect(await short.receiver.receive(delivery(body))).toMatchObject({ status: 413 });
  expect(short.codes()).toEqual(['body_too_large']);
});

test('1,000,000 bytes are accepted unless set otherwise', async () => {
  const { receiver } = observed();
  const envelope = { event: 'contact.created', id: 'evt_1', padding: '' };
  envelope.padding = 'x'.repeat(1_000_000 - JSON.stringify(envelope).length);
  expect(await receiver.receive(delivery(envelope))).toMatchObject({ status: 200 });
  envelope.padding += 'x';
  expect(await receiver.receive(delivery(envelope))).toMatchObject({ status: 413 });
});

test.each(forgeries)(
  '401 for a delivery $what, and the exact code for the owner',
  async (forgery) => {
    const { receiver, handled, codes } = observed();
    const genuine = delivery();
    const { body, signature } = forgery.forge({
      body: JSON.stringify(sampleEvent('contact.created')),
      secret: SECRET,
    });
    const headers = {
      'content-type': 'application/json',
      'x-kolvera-signature': signature ?? undefined,
    };
    expect(await receiver.receive({ ...genuine, headers, body })).toMatchObject({
      status: 401,
      body: '{"code":"unverified","message":"The delivery could not be verified."}',
    });
    expect(codes()).toEqual([forgery.code]);
    expect(handled).toEqual([]);
  },
);

test.each([
  ['{', 'invalid_json'],
  ['', 'invalid_json'],
  [`{"data":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_deep'],
])('400 for the signed body %s', async (body, code) => {
  const { receiver, codes } = observed();
  const response = await receiver.receive(delivery(body));
  expect(response.status).toBe(400);
  expect(json(response.body)).toMatchObject({ code });
  expect(codes()).toEqual([code]);
});

test('a signed body that names no event is handed over, and the owner is told once', async () => {
  const { receiver, codes } = observed();
  const unknown: unknown[] = [];
  receiver.onUnknown(({ event, data }) => unknown.push([event, data]));
  const bodies = ['{"data":{}}', 'null', '[{"a":1},{"b":2}]'];
  for (const body of bodies) {
    expect(await receiver.receive(delivery(body))).toMatchObject({ status: 200 });
  }
  expect(unknown).toEqual([
    ['unknown', { data: {} }],
    ['unknown', { value: null }],
    ['unknown', { a: 1 }],
    ['unknown', { b: 2 }],
  ]);
  expect(codes()).toEqual(['no_event_name', 'no_event_name', 'no_event_name']);
});

test('a delivery without events is ignored', async () => {
  const { receiver, codes } = observed();
  expect(await receiver.receive(delivery('[]'))).toMatchObject({
    status: 200,
    body: '{"status":"ignored"}',
  });
  expect(codes()).toEqual([]);
});

test('of several events in one delivery, a retry runs only those that failed', async () => {
  const { receiver } = observed();
  const handled: string[] = [];
  let isDown = true;
  receiver.on('contact.created', ({ id }) => {
    if (id === 'evt_2' && isDown) throw new Error('The CRM is down.');
    handled.push(id);
  });
  const event = { event: 'contact.created', data: {} };
  const body = JSON.stringify(['evt_1', 'evt_2', 'evt_3'].map((id) => ({ ...event, id })));
  expect(await receiver.receive(delivery(body))).toMatchObject({ status: 500 });
  expect(handled).toEqual(['evt_1', 'evt_3']);
  isDown = false;
  expect(await receiver.receive(delivery(body))).toMatchObject({ status: 200 });
  expect(await receiver.receive(delivery(body))).toMatchObject({ body: '{"status":"repeated"}' });
  expect(handled).toEqual(['evt_1', 'evt_3', 'evt_2']);
});

test('two events with the same body are two, when a header tells their ids', async () => {
  const { receiver } = observed();
  const handled: string[] = [];
  receiver.on('contact.created', ({ id }) => handled.push(id));
  const { headers, ...request } = delivery('{"contact":{"id":"con_1"}}');
  const named = { ...headers, 'x-kolvera-event': 'contact.created' };
  for (const id of ['evt_1', 'evt_2', 'evt_1']) {
    await receiver.receive({ ...request, headers: { ...named, 'x-kolvera-delivery': id } });
  }
  expect(handled).toEqual(['evt_1', 'evt_2']);
});

test('500 when a handler fails, with the cause only for the owner', async () => {
  const { receiver, errors } = observed();
  const cause = new Error('row 17 is locked');
  receiver.on('contact.created', async () => {
    throw cause;
  });
  const response = await receiver.receive(delivery());
  expect(response.status).toBe(500);
  expect(response.body).not.toContain('row 17');
  expect(errors).toMatchObject([
    {
      code: 'handler_failed',
      status: 500,
      eventId: sampleEvent('contact.created').id,
      cause,
    },
  ]);
});

test('500 when a handler throws at once, and when it throws nothing at all', async () => {
  for (const thrown of [new Error('no'), undefined]) {
    const receiver = createReceiver({ secret: SECRET })
      .onAny(() => {
        throw thrown;
      })
      .onError(() => {});
    expect(await receiver.receive(delivery())).toMatchObject({ status: 500 });
  }
});

test.each([
  ['an object', { event: 'contact.created' }],
  ['nothing', undefined],
  ['a number', 7],
  ['a view that is not a byte array', new DataView(new ArrayBuffer(8))],
])('500 with what to change when the body is %s', async (_, body) => {
  const { receiver, codes } = observed();
  const request = { ...delivery(), body } as unknown as ReceiverRequest;
  const response = await receiver.receive(request);
  expect(response.status).toBe(500);
  expect(json(response.body)).toMatchObject({
    code: 'body_already_parsed',
    message: expect.stringContaining('express.json()'),
  });
  expect(codes()).toEqual(['body_already_parsed']);
});
