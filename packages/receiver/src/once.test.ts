import { afterEach, describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { stores } from '../test/stores.ts';
import {
  createMemoryStore,
  createReceiver,
  type DeliveryStore,
  type ReceiverError,
} from './index.ts';

afterEach(() => {
  vi.useRealTimers();
});

function observed(store: DeliveryStore, handler: () => unknown) {
  const errors: ReceiverError[] = [];
  const handle = vi.fn(handler);
  const receiver = createReceiver({ secret: SECRET, store })
    .onAny(handle)
    .onError((error) => errors.push(error));
  return { receiver, handle, codes: () => errors.map(({ code }) => code), errors };
}

/** A handler's work that the test ends when it likes. */
function work() {
  let succeed: () => void = () => {};
  let fail: (reason: Error) => void = () => {};
  const ended = new Promise<void>((resolve, reject) => {
    succeed = resolve;
    fail = reject;
  });
  // It may fail before the handler has asked for it.
  ended.catch(() => {});
  return { ended, succeed, fail };
}

const HANDLED = { status: 200, body: '{"status":"handled"}' };
const REPEATED = { status: 200, body: '{"status":"repeated"}' };

describe.each(stores)('over $name', ({ create }) => {
  test('a repeated delivery is answered 200 and not handled again', async () => {
    const { receiver, handle, codes } = observed(create(), () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
    expect(codes()).toEqual([]);
  });

  test('one without an id is known by its body', async () => {
    const { receiver, handle, codes } = observed(create(), () => {});
    expect(await receiver.receive(delivery('{"event":"a"}'))).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery('{"event":"a"}'))).toMatchObject(REPEATED);
    expect(await receiver.receive(delivery('{"event":"a" }'))).toMatchObject(HANDLED);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(codes()).toEqual([]);
  });

  test('a repeat that is signed with a rotated secret is a repeat', async () => {
    const handle = vi.fn();
    const receiver = createReceiver({ secrets: ['new', 'old'], store: create() }).onAny(handle);
    expect(await receiver.receive(delivery(undefined, 'old'))).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery(undefined, 'new'))).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('the same id with another body is handled, and the owner is told', async () => {
    const { receiver, handle, errors } = observed(create(), () => {});
    const first = delivery('{"id":"evt_1","event":"a","data":{"n":1}}');
    const second = delivery('{"id":"evt_1","event":"a","data":{"n":2}}');
    expect(await receiver.receive(first)).toMatchObject(HANDLED);
    expect(await receiver.receive(second)).toMatchObject(HANDLED);
    expect(errors).toMatchObject([{ code: 'same_id_other_body', eventId: 'evt_1', status: 200 }]);
    expect(await receiver.receive(second)).toMatchObject(REPEATED);
    expect(await receiver.receive(first)).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(errors).toHaveLength(1);
  });

  test('ids that no store would take as a key are compared all the same', async () => {
    const { receiver, codes } = observed(create(), () => {});
    for (const id of ['x'.repeat(5000), 'evt\u0000_1', 'évt 1']) {
      await receiver.receive(delivery({ id, event: 'a', data: { n: 1 } }));
      await receiver.receive(delivery({ id, event: 'a', data: { n: 2 } }));
    }
    expect(codes()).toEqual(Array(3).fill('same_id_other_body'));
  });

  test('a failing handler releases the delivery, so that the next attempt is handled', async () => {
    let attempts = 0;
    const { receiver, handle, codes } = observed(create(), () => {
      attempts += 1;
      if (attempts === 1) throw new Error('no');
    });
    expect(await receiver.receive(delivery())).toMatchObject({ status: 500 });
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(codes()).toEqual(['handler_failed']);
  });

  test('of two at the same moment one is handled, and the other asked to come again', async () => {
    const { ended, succeed } = work();
    const { receiver, handle, codes } = observed(create(), () => ended);
    const both = [receiver.receive(delivery()), receiver.receive(delivery())];
    const second = await Promise.race(both);
    expect(second).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    succeed();
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 503]);
    expect(handle).toHaveBeenCalledTimes(1);
    expect(codes()).toEqual(['delivery_running']);
    expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
  });

  test('nothing is lost when the first of two at the same moment fails', async () => {
    const { ended, fail } = work();
    const { receiver, handle } = observed(create(), () => ended);
    const both = [receiver.receive(delivery()), receiver.receive(delivery())];
    await Promise.race(both);
    fail(new Error('no'));
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([500, 503]);
    handle.mockReturnValue(undefined);
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(handle).toHaveBeenCalledTimes(2);
  });

  test('an event without a handler takes no claim', async () => {
    const store = create();
    const before = createReceiver({ secret: SECRET, store });
    expect(await before.receive(delivery())).toMatchObject({ body: '{"status":"ignored"}' });
    const { receiver } = observed(store, () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  });

  test('a forged delivery takes no claim', async () => {
    const { receiver } = observed(create(), () => {});
    expect(await receiver.receive(delivery(undefined, 'other'))).toMatchObject({ status: 401 });
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  });
});

test('keys and values stay within what the interface promises, whatever an id holds', async () => {
  const memory = createMemoryStore();
  const keys: string[] = [];
  const values: string[] = [];
  const { receiver } = observed(
    {
      ...memory,
      claim(key, value, ttlMs) {
        keys.push(key);
        values.push(value);
        return memory.claim(key, value, ttlMs);
      },
    },
    () => {},
  );
  for (const id of ['evt_1', 'x'.repeat(200), 'x'.repeat(201), 'a b', 'évt\u0000', '', undefined]) {
    await receiver.receive(delivery({ id, event: 'a' }));
  }
  expect(keys).toHaveLength(14);
  for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,210}$/);
  for (const value of values) expect(value).toMatch(/^[\x21-\x7e]{1,80}$/);
});

test('a handled delivery is remembered for a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { receiver } = observed(createMemoryStore(), () => {});
  await receiver.receive(delivery());
  vi.setSystemTime(Date.now() + 24 * 60 * 60 * 1000 - 1);
  expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
  vi.setSystemTime(Date.now() + 1);
  expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
});

test('a claim whose process died is given away after a minute, not before', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const store = createMemoryStore();
  const died = observed(store, () => new Promise(() => {}));
  void died.receiver.receive(delivery());
  const restarted = observed(store, () => {});
  vi.setSystemTime(Date.now() + 59_999);
  expect(await restarted.receiver.receive(delivery())).toMatchObject({ status: 503 });
  vi.setSystemTime(Date.now() + 1);
  expect(await restarted.receiver.receive(delivery())).toMatchObject(HANDLED);
});

test('without a store, every repeat is handled', async () => {
  const handle = vi.fn();
  const receiver = createReceiver({ secret: SECRET, store: false }).onAny(handle);
  expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  expect(handle).toHaveBeenCalledTimes(2);
});

describe('a store that fails', () => {
  const down = new Error('connection refused');
  const failing = (operation: keyof DeliveryStore): DeliveryStore => ({
    ...createMemoryStore(),
    [operation]: () => Promise.reject(down),
  });

  test('to claim: the handler does not run, and Kolvera is asked to send again', async () => {
    const { receiver, handle, errors } = observed(failing('claim'), () => {});
    const response = await receiver.receive(delivery());
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(response.body).not.toContain('connection refused');
    expect(handle).not.toHaveBeenCalled();
    expect(errors).toMatchObject([{ code: 'store_failed', cause: down }]);
  });

  test('to complete: the work is done, so 200 is answered, and the owner is told', async () => {
    const { receiver, errors } = observed(failing('complete'), () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(errors).toMatchObject([{ code: 'store_not_updated', status: 200, cause: down }]);
  });

  test('to release: 500 is answered, and the owner is told of both', async () => {
    const { receiver, errors } = observed(failing('release'), () => {
      throw new Error('no');
    });
    expect(await receiver.receive(delivery())).toMatchObject({ status: 500 });
    expect(errors).toMatchObject([
      { code: 'handler_failed' },
      { code: 'store_not_updated', status: 500, cause: down },
    ]);
  });
});
