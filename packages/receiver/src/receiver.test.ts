import { inspect } from 'node:util';
import { events, sampleEvent } from '@kolvera/event-schema';
import { fingerprint, sign } from '@kolvera/signature';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { createReceiver, type ReceiverError, type ReceiverRequest } from './index.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A receiver with a handler for everything, what it handled and what it told its owner. */
function observed(options: { maxBytes?: number; maxAge?: number } = {}) {
  const handled: { id: string; event: string }[] = [];
  const errors: ReceiverError[] = [];
  const receiver = createReceiver({ secret: SECRET, ...options })
    .onAny(({ id, event }) => handled.push({ id, event }))
    .onError((error) => errors.push(error));
  return { receiver, handled, errors, codes: () => errors.map(({ code }) => code) };
}

function json(body: string): unknown {
  return JSON.parse(body);
}

describe('what is answered', () => {
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

  test('one public answer for every failed proof, and the exact code for the owner', async () => {
    const { receiver, handled, codes } = observed();
    const request = delivery();
    const signature = request.headers['x-kolvera-signature'];
    const proofs = [undefined, `${signature}00`, 'sha256=abc', sign(request.body, 'other')];
    const answers = [];
    for (const proof of proofs) {
      const headers = { 'content-type': 'application/json', 'x-kolvera-signature': proof };
      answers.push(await receiver.receive({ ...request, headers }));
    }
    answers.push(await receiver.receive({ ...request, body: `${request.body} ` }));
    expect(new Set(answers.map(({ body }) => body))).toEqual(
      new Set(['{"code":"unverified","message":"The delivery could not be verified."}']),
    );
    expect(answers.every(({ status }) => status === 401)).toBe(true);
    expect(codes()).toEqual([
      'missing_signature',
      'malformed_signature',
      'malformed_signature',
      'mismatch',
      'mismatch',
    ]);
    expect(handled).toEqual([]);
  });

  test.each([
    ['{', 'invalid_json'],
    ['', 'invalid_json'],
    ['[]', 'not_an_object'],
    ['{"data":{}}', 'missing_event_name'],
    [`{"data":${'['.repeat(300)}${']'.repeat(300)}}`, 'too_deep'],
  ])('400 for the signed body %s', async (body, code) => {
    const { receiver, codes } = observed();
    const response = await receiver.receive(delivery(body));
    expect(response.status).toBe(400);
    expect(json(response.body)).toMatchObject({ code });
    expect(codes()).toEqual([code]);
  });

  test('500 when a handler fails, with the cause for the owner alone', async () => {
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
    ['a view that is no byte array', new DataView(new ArrayBuffer(8))],
  ])('500 with what to change when the body is %s', async (_, body) => {
    const { receiver, codes } = observed();
    const request = { ...delivery(), body } as unknown as ReceiverRequest;
    const response = await receiver.receive(request);
    expect(response.status).toBe(500);
    expect(json(response.body)).toMatchObject({
      code: 'body_already_parsed',
      message: expect.stringContaining('express.raw('),
    });
    expect(codes()).toEqual(['body_already_parsed']);
  });
});

describe('how a request may be handed over', () => {
  test('the body as text, bytes or an ArrayBuffer', async () => {
    const text = JSON.stringify(sampleEvent('company.created'));
    const bytes = new TextEncoder().encode(text);
    for (const body of [text, bytes, Buffer.from(text), bytes.buffer]) {
      const { receiver, handled } = observed();
      expect(await receiver.receive({ ...delivery(text), body })).toMatchObject({ status: 200 });
      expect(handled).toMatchObject([{ event: 'company.created' }]);
    }
  });

  test('headers as a web Headers object, and with names in any case', async () => {
    const request = delivery();
    const capitalised = {
      'Content-Type': 'application/json',
      'X-Kolvera-Signature': request.headers['x-kolvera-signature'],
    };
    for (const headers of [new Headers(request.headers), capitalised]) {
      const { receiver } = observed();
      expect(await receiver.receive({ ...request, headers })).toMatchObject({ status: 200 });
    }
  });

  test('two signature headers are refused', async () => {
    const { receiver, codes } = observed();
    const request = delivery();
    const signature = request.headers['x-kolvera-signature'] ?? '';
    const headers = { ...request.headers, 'x-kolvera-signature': [signature, signature] };
    expect(await receiver.receive({ ...request, headers })).toMatchObject({ status: 401 });
    expect(codes()).toEqual(['malformed_signature']);
  });
});

describe('handlers', () => {
  test('run one after the other, in the order in which they were added', async () => {
    const steps: string[] = [];
    const receiver = createReceiver({ secret: SECRET })
      .onAny(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        steps.push('any');
      })
      .on(['contact.created', 'contact.updated'], () => steps.push('several'))
      .on('contact.updated', () => steps.push('another event'))
      .on('contact.created', () => steps.push('one'));
    await receiver.receive(delivery());
    expect(steps).toEqual(['any', 'several', 'one']);
  });

  test('after the first that fails, none runs', async () => {
    const last = vi.fn();
    const receiver = createReceiver({ secret: SECRET })
      .onAny(() => Promise.reject(new Error('no')))
      .onAny(last)
      .onError(() => {});
    await receiver.receive(delivery());
    expect(last).not.toHaveBeenCalled();
  });

  test('a handler named for one event twice runs once', async () => {
    const handler = vi.fn();
    const receiver = createReceiver({ secret: SECRET });
    receiver.on(['contact.created', 'contact.created'], handler);
    await receiver.receive(delivery());
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test('an event that was added after this release goes to onUnknown and onAny alone', async () => {
    const unknown = vi.fn();
    const any = vi.fn();
    const known = vi.fn();
    const receiver = createReceiver({ secret: SECRET }).onUnknown(unknown).onAny(any);
    for (const { name } of events) receiver.on(name, known);
    const envelope = { id: 'evt_9', event: 'contact.merged', data: { into: 'con_1' } };
    expect(await receiver.receive(delivery(envelope))).toMatchObject({ status: 200 });
    expect(unknown.mock.calls[0]?.[0]).toMatchObject(envelope);
    expect(any).toHaveBeenCalledTimes(1);
    expect(known).not.toHaveBeenCalled();
  });

  test('event names of Object.prototype are unknown events like any other', async () => {
    const unknown = vi.fn();
    const receiver = createReceiver({ secret: SECRET }).onUnknown(unknown);
    for (const event of ['constructor', '__proto__', 'toString']) {
      expect(await receiver.receive(delivery({ id: event, event }))).toMatchObject({ status: 200 });
    }
    expect(unknown).toHaveBeenCalledTimes(3);
  });

  test('get the raw delivery beside the event', async () => {
    const handler = vi.fn();
    const receiver = createReceiver({ secret: SECRET }).onAny(handler);
    const request = delivery();
    await receiver.receive(request);
    expect(handler.mock.calls[0]?.[1]).toBe(request);
  });

  test('an event without an id gets the fingerprint of its body', async () => {
    for (const store of [undefined, false] as const) {
      const handler = vi.fn();
      const receiver = createReceiver({ secret: SECRET, ...(store === false && { store }) });
      receiver.onAny(handler);
      const request = delivery({ event: 'contact.created', data: {} });
      await receiver.receive(request);
      expect(handler.mock.calls[0]?.[0]).toMatchObject({ id: fingerprint(request.body) });
    }
  });
});

describe('secrets', () => {
  test('a delivery signed with any of the secrets is accepted', async () => {
    const receiver = createReceiver({ secrets: ['new', 'old'] })
      .onAny(() => {})
      .onError(() => {});
    expect(await receiver.receive(delivery({ event: 'a' }, 'new'))).toMatchObject({ status: 200 });
    expect(await receiver.receive(delivery({ event: 'b' }, 'old'))).toMatchObject({ status: 200 });
    expect(await receiver.receive(delivery({ event: 'c' }, 'no'))).toMatchObject({ status: 401 });
  });

  test.each([
    [{ secret: undefined }, 'missing_secret'],
    [{ secret: '' }, 'missing_secret'],
    [{ secret: ' pasted ' }, 'secret_has_whitespace'],
    [{ secrets: [] }, 'missing_secret'],
    [{ secrets: ['one', ''] }, 'missing_secret'],
    [{ secrets: ['1', '2', '3', '4', '5', '6'] }, 'too_many_secrets'],
  ])('%j throws when the receiver is made', (options, code) => {
    expect(() => createReceiver(options)).toThrow(expect.objectContaining({ code }));
  });

  test('both secret and secrets throws', () => {
    const options = { secret: 'a', secrets: ['b'] } as never;
    expect(() => createReceiver(options)).toThrow(expect.objectContaining({ code: 'two_secrets' }));
  });

  test('a list that is emptied afterwards changes nothing', async () => {
    const secrets = [SECRET];
    const receiver = createReceiver({ secrets }).onAny(() => {});
    secrets.length = 0;
    expect(await receiver.receive(delivery())).toMatchObject({ status: 200 });
  });

  test('no secret is shown by a receiver, its errors or its answers', async () => {
    const { receiver, errors } = observed();
    receiver.on('contact.updated', () => {
      throw new Error('handler');
    });
    const answers = [
      await receiver.receive(delivery()),
      await receiver.receive(delivery(undefined, 'other')),
      await receiver.receive(delivery('{')),
      await receiver.receive(delivery(sampleEvent('contact.updated'))),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 400, 500]);
    const shown = inspect([receiver, errors, answers], {
      depth: 9,
      showHidden: true,
      getters: true,
    });
    expect(shown).toContain('mismatch');
    expect(shown).not.toContain(SECRET);
    let thrown = '';
    try {
      createReceiver({ secret: `${SECRET}\n` });
    } catch (error) {
      thrown = inspect(error);
    }
    expect(thrown).toContain('secret_has_whitespace');
    expect(thrown).not.toContain(SECRET);
  });
});

describe('maxAge', () => {
  const created = {
    id: 'evt_1',
    event: 'contact.created',
    created_at: '2026-07-01T09:00:00+10:00',
  };

  test('refuses an event that is older, in seconds, and accepts one that is not', async () => {
    vi.useFakeTimers({ now: new Date('2026-07-01T09:05:00.000+10:00'), toFake: ['Date'] });
    const { receiver, codes } = observed({ maxAge: 300 });
    expect(await receiver.receive(delivery(created))).toMatchObject({ status: 200 });
    vi.setSystemTime(new Date('2026-07-01T09:05:00.001+10:00'));
    const late = await receiver.receive(delivery({ ...created, id: 'evt_2' }));
    expect(late).toMatchObject({ status: 401, body: expect.stringContaining('"unverified"') });
    expect(codes()).toEqual(['too_old']);
  });

  test.each([null, undefined, 'yesterday'])('refuses created_at %s', async (created_at) => {
    const { receiver, codes } = observed({ maxAge: 300 });
    expect(await receiver.receive(delivery({ ...created, created_at }))).toMatchObject({
      status: 401,
    });
    expect(codes()).toEqual(['missing_timestamp']);
  });

  test('is off unless set', async () => {
    const { receiver } = observed();
    const old = { ...created, created_at: '1999-01-01T00:00:00Z' };
    expect(await receiver.receive(delivery(old))).toMatchObject({ status: 200 });
  });
});

describe('the owner', () => {
  test('a listener that fails, at once or later, changes no answer', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const heard = vi.fn();
    const receiver = createReceiver({ secret: SECRET })
      .onError(() => {
        throw new Error('at once');
      })
      .onError(() => Promise.reject(new Error('later')))
      .onError(heard);
    expect(await receiver.receive(delivery(undefined, 'other'))).toMatchObject({ status: 401 });
    await vi.waitFor(() => expect(printed).toHaveBeenCalledTimes(2));
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test('without a listener, what the owner has to mend is printed, and nothing else', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const receiver = createReceiver({ secret: SECRET }).onAny(() => {
      throw new Error('no');
    });
    await receiver.receive(delivery(undefined, 'other'));
    expect(printed).not.toHaveBeenCalled();
    await receiver.receive(delivery());
    expect(printed.mock.calls).toMatchObject([[{ code: 'handler_failed' }]]);
  });
});

describe('setting up', () => {
  test('a misspelt event name throws and lists the names', () => {
    const receiver = createReceiver({ secret: SECRET });
    expect(() => receiver.on('contact.create' as never, () => {})).toThrow(
      expect.objectContaining({
        code: 'unknown_event',
        message: expect.stringContaining('contact.created'),
      }),
    );
  });

  test.each([{ maxBytes: 0 }, { maxBytes: Number.NaN }, { maxAge: -1 }, { maxAge: '5' as never }])(
    'the option %j throws',
    (options) => {
      expect(() => createReceiver({ secret: SECRET, ...options })).toThrow(
        expect.objectContaining({ code: 'invalid_option' }),
      );
    },
  );
});
