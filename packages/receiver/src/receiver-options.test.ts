import { inspect } from 'node:util';
import { sampleEvent } from '@kolvera/event-schema';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { observed } from '../test/observed.ts';
import { createInbox } from './inbox/index.ts';
import { createReceiver } from './index.ts';

afterEach(() => {
  vi.useRealTimers();
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
    data: {},
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

  test.each([7, 'handler', null, undefined])(
    'a handler or a listener that is %j throws',
    (value) => {
      const receiver = createReceiver({ secret: SECRET });
      for (const add of [
        () => receiver.on('contact.created', value as never),
        () => receiver.on('contact.created', {}, value as never),
        () => receiver.onAny(value as never),
        () => receiver.onUnknown(value as never),
        () => receiver.onError(value as never),
        () => receiver.onDelivery(value as never),
      ]) {
        expect(add).toThrow(expect.objectContaining({ code: 'invalid_handler' }));
      }
    },
  );

  test.each([null, 7, {}, { claim() {} }])('the store %j throws', (store) => {
    expect(() => createReceiver({ secret: SECRET, store: store as never })).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringContaining('release'),
      }),
    );
  });

  test('a store other than memory asks for a name', () => {
    const store = { claim: (_: string, value: string) => value, complete() {}, release() {} };
    expect(() => createReceiver({ secret: SECRET, store })).toThrow(
      expect.objectContaining({ code: 'missing_name' }),
    );
    expect(() => createReceiver({ secret: SECRET, store, name: 'a name' })).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    );
    createReceiver({ secret: SECRET, store, name: 'crm-sync' });
  });

  test('secrets that are a string throws', () => {
    expect(() => createReceiver({ secrets: 'abc' as never })).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringContaining('array'),
      }),
    );
  });

  test.each([
    { handlerTimeoutMs: 0 },
    { storeTimeoutMs: -1 },
    { leaseMs: 0 },
    { repeatedBy: 'x' as never },
    { maxBytes: 0 },
    { maxBytes: Number.NaN },
    { maxAge: -1 },
    { maxAge: '5' as never },
  ])('the option %j throws, for an inbox, too', (options) => {
    const refusal = expect.objectContaining({ code: 'invalid_option' });
    expect(() => createReceiver({ secret: SECRET, ...options })).toThrow(refusal);
    const engine = () => {
      throw new Error('An engine was made.');
    };
    expect(() => createInbox({ secret: SECRET, engine, ...options })).toThrow(refusal);
  });
});
