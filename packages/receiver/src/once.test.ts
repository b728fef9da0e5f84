import { SIGNATURE_HEADER } from '@kolvera/signature';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { type OpenStore, stores } from '../test/stores.ts';
import {
  createMemoryStore,
  createReceiver,
  type DeliveryStore,
  type ReceivedDelivery,
  type ReceiverError,
  type ReceiverOptions,
} from './index.ts';

afterEach(() => {
  vi.useRealTimers();
});

interface Kept {
  readonly store: DeliveryStore;
  readonly name: string;
}

function observed(
  kept: Kept,
  handler: (event: unknown, delivery: ReceivedDelivery) => unknown,
  options: Partial<ReceiverOptions> = {},
) {
  const errors: ReceiverError[] = [];
  const handle = vi.fn(handler);
  const receiver = createReceiver({ secret: SECRET, ...kept, ...options } as ReceiverOptions)
    .onAny(handle)
    .onError((error) => errors.push(error));
  return { receiver, handle, codes: () => errors.map(({ code }) => code), errors };
}

/** A handler's work that the test ends. */
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

describe.each(stores)('over $name', ({ open }) => {
  let opened: OpenStore;
  let tests = 0;
  beforeAll(async () => {
    opened = await open();
  }, 300_000);
  afterAll(() => opened?.close());
  const create = (): Kept => ({ store: opened.store, name: `test-${++tests}` });

  test('a repeated delivery is answered 200 and not handled again', async () => {
    const { receiver, handle, codes } = observed(create(), () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
    expect(codes()).toEqual([]);
  });

  test('one without an id is identified by its body', async () => {
    const { receiver, handle, codes } = observed(create(), () => {});
    expect(await receiver.receive(delivery('{"event":"a"}'))).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery('{"event":"a"}'))).toMatchObject(REPEATED);
    expect(await receiver.receive(delivery('{"event":"a" }'))).toMatchObject(HANDLED);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(codes()).toEqual([]);
  });

  test('a repeat that is signed with a rotated secret is a repeat', async () => {
    const handle = vi.fn();
    const receiver = createReceiver({ secrets: ['new', 'old'], ...create() }).onAny(handle);
    expect(await receiver.receive(delivery(undefined, 'old'))).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery(undefined, 'new'))).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('a repeat whose signature has its digits in the other case is a repeat', async () => {
    const { receiver, handle } = observed(create(), () => {});
    const { headers, ...request } = delivery();
    const signature = headers[SIGNATURE_HEADER]?.toUpperCase();
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(
      await receiver.receive({ ...request, headers: { [SIGNATURE_HEADER]: signature } }),
    ).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('the same id with another body is handled, and the owner is notified', async () => {
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

  test('ids that do not fit into a key are still compared', async () => {
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

  test('of two at the same moment one is handled, and the other gets 503', async () => {
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
    const kept = create();
    const before = createReceiver({ secret: SECRET, ...kept });
    expect(await before.receive(delivery())).toMatchObject({ body: '{"status":"ignored"}' });
    const { receiver } = observed(kept, () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  });

  test('a forged delivery takes no claim', async () => {
    const { receiver } = observed(create(), () => {});
    expect(await receiver.receive(delivery(undefined, 'other'))).toMatchObject({ status: 401 });
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  });
});

const kept = (store: DeliveryStore): Kept => ({ store, name: 'test' });

/** A custom store, in which a test replaces operations. */
function custom(): DeliveryStore {
  const memory = createMemoryStore();
  return {
    claim: (...given) => memory.claim(...given),
    complete: (...given) => memory.complete(...given),
    release: (...given) => memory.release(...given),
  };
}

test.each(['body', 'id'] as const)(
  'repeated by %s: keys and values stay within what the interface promises, whatever an id holds',
  async (repeatedBy) => {
    const memory = createMemoryStore();
    const keys: string[] = [];
    const values: string[] = [];
    const { receiver } = observed(
      kept({
        ...custom(),
        claim(key, value, ttlMs) {
          keys.push(key);
          values.push(value);
          return memory.claim(key, value, ttlMs);
        },
      }),
      () => {},
      { repeatedBy },
    );
    for (const id of [
      'evt_1',
      'x'.repeat(200),
      'x'.repeat(201),
      'a b',
      'évt\u0000',
      '',
      undefined,
    ]) {
      await receiver.receive(delivery({ id, event: 'a' }));
    }
    expect(keys).toHaveLength(7);
    for (const key of keys) expect(key).toMatch(/^[\x21-\x7e]{1,280}$/);
    for (const value of values) expect(value).toMatch(/^[\x21-\x7e]{1,80}$/);
  },
);

test('a new delivery takes one command of the store before the handler, and one after it', async () => {
  const commands: string[] = [];
  const memory = createMemoryStore();
  const { receiver } = observed(
    kept({
      claim(...given) {
        commands.push('claim');
        return memory.claim(...given);
      },
      complete(...given) {
        commands.push('complete');
        return memory.complete(...given);
      },
      release: (...given) => memory.release(...given),
    }),
    () => commands.push('handler'),
  );
  await receiver.receive(delivery());
  expect(commands).toEqual(['claim', 'handler', 'complete']);
});

test('a handled delivery is remembered for a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { receiver } = observed(kept(createMemoryStore()), () => {});
  await receiver.receive(delivery());
  vi.setSystemTime(Date.now() + 24 * 60 * 60 * 1000 - 1);
  expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
  vi.setSystemTime(Date.now() + 1);
  expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
});

test('a claim whose process died is given away after 15 s, not before', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const store = kept(createMemoryStore());
  const died = observed(store, () => new Promise(() => {}));
  void died.receiver.receive(delivery());
  const restarted = observed(store, () => {});
  vi.setSystemTime(Date.now() + 14_999);
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
  const failing = (operation: keyof DeliveryStore): Kept =>
    kept({ ...custom(), [operation]: () => Promise.reject(down) });

  test('to claim: the handler does not run, and Kolvera is asked to send again', async () => {
    const { receiver, handle, errors } = observed(failing('claim'), () => {});
    const response = await receiver.receive(delivery());
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(response.body).not.toContain('connection refused');
    expect(handle).not.toHaveBeenCalled();
    expect(errors).toMatchObject([{ code: 'store_failed', cause: down }]);
  });

  test('to complete: the work is done, so 200 is answered, and the owner is notified', async () => {
    const { receiver, errors } = observed(failing('complete'), () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(errors).toMatchObject([{ code: 'store_not_updated', status: 200, cause: down }]);
  });

  test('to release: 500 is answered, and the owner is notified of both', async () => {
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

describe('a store that does not answer', () => {
  const silent = (...operations: (keyof DeliveryStore)[]): Kept =>
    kept({
      ...custom(),
      ...Object.fromEntries(operations.map((each) => [each, () => new Promise(() => {})])),
    });

  test('to claim: 503 after storeTimeoutMs, and the owner is notified', async () => {
    const { receiver, handle, errors } = observed(silent('claim'), () => {}, {
      storeTimeoutMs: 30,
    });
    expect(await receiver.receive(delivery())).toMatchObject({ status: 503 });
    expect(handle).not.toHaveBeenCalled();
    expect(errors).toMatchObject([
      { code: 'store_failed', cause: { message: expect.any(String) } },
    ]);
  });

  test('to complete: 200 after storeTimeoutMs, since the work is done', async () => {
    const { receiver, errors } = observed(silent('complete'), () => {}, { storeTimeoutMs: 30 });
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(errors).toMatchObject([{ code: 'store_not_updated' }]);
  });

  test('in time: a claim that arrives late is released', async () => {
    const memory = createMemoryStore();
    const waiting: (() => void)[] = [];
    const late = kept({
      ...custom(),
      claim: (key, value, ttlMs) =>
        new Promise((resolve) => waiting.push(() => resolve(memory.claim(key, value, ttlMs)))),
      release: (key, value) => memory.release(key, value),
    });
    const first = observed(late, () => {}, { storeTimeoutMs: 30 });
    expect(await first.receiver.receive(delivery())).toMatchObject({ status: 503 });
    for (const answer of waiting) answer();
    await vi.waitFor(async () => {
      const { receiver } = observed({ store: memory, name: 'test' }, () => {});
      expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    }, 60_000);
  });

  test.each([undefined, null, 7, { value: 'x' }])(
    'sensibly, but %j: 503, and the owner is notified',
    async (nonsense) => {
      const { receiver, handle, errors } = observed(
        kept({ ...custom(), claim: () => nonsense as never }),
        () => {},
      );
      expect(await receiver.receive(delivery())).toMatchObject({ status: 503 });
      expect(handle).not.toHaveBeenCalled();
      expect(errors).toMatchObject([{ code: 'store_failed', cause: expect.any(TypeError) }]);
    },
  );
});

describe('handlers that take too long', () => {
  test('503 after handlerTimeoutMs, the signal is aborted, and repeats get 503 until they end', async () => {
    const { ended, succeed } = work();
    let signal: AbortSignal | undefined;
    const { receiver, handle, codes } = observed(
      kept(createMemoryStore()),
      (_event, handled) => {
        signal = handled.signal;
        return ended;
      },
      { handlerTimeoutMs: 30 },
    );
    const response = await receiver.receive(delivery());
    expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(JSON.parse(response.body)).toMatchObject({ code: 'handler_timeout' });
    expect(signal?.aborted).toBe(true);
    expect(await receiver.receive(delivery())).toMatchObject({ status: 503 });
    expect(codes()).toEqual(['handler_timeout', 'delivery_running']);
    succeed();
    await ended;
    await vi.waitFor(
      async () => expect(await receiver.receive(delivery())).toMatchObject(REPEATED),
      60_000,
    );
    expect(handle).toHaveBeenCalledTimes(1);
  });

  test('a handler that fails after its time is reported, and the next attempt runs', async () => {
    const { ended, fail } = work();
    const { receiver, handle, codes } = observed(kept(createMemoryStore()), () => ended, {
      handlerTimeoutMs: 30,
    });
    await receiver.receive(delivery());
    fail(new Error('late'));
    await vi.waitFor(() => expect(codes()).toEqual(['handler_timeout', 'handler_failed']), 60_000);
    handle.mockReturnValue(undefined);
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
  });

  test('the claim is renewed while a handler runs, longer than the lease', async () => {
    const { ended, succeed } = work();
    const store = kept(createMemoryStore());
    const options = { leaseMs: 60, handlerTimeoutMs: 30 };
    const { receiver } = observed(store, () => ended, options);
    vi.useFakeTimers();
    const first = receiver.receive(delivery());
    const another = observed(store, () => {}, options);
    for (let n = 0; n < 10; n++) {
      await vi.advanceTimersByTimeAsync(20);
      expect(await another.receiver.receive(delivery())).toMatchObject({ status: 503 });
    }
    expect(await first).toMatchObject({ status: 503 });
    vi.useRealTimers();
    expect(another.handle).not.toHaveBeenCalled();
    succeed();
    await vi.waitFor(
      async () => expect(await another.receiver.receive(delivery())).toMatchObject(REPEATED),
      60_000,
    );
  });

  test('without a store: 503 all the same', async () => {
    const receiver = createReceiver({ secret: SECRET, store: false, handlerTimeoutMs: 30 })
      .onAny(() => new Promise(() => {}))
      .onError(() => {});
    expect(await receiver.receive(delivery())).toMatchObject({ status: 503 });
  });
});

test('two receivers with different names share a store, and each handles every event', async () => {
  const store = createMemoryStore();
  for (const name of ['crm', 'mail']) {
    const { receiver, handle } = observed({ store, name }, () => {});
    expect(await receiver.receive(delivery())).toMatchObject(HANDLED);
    expect(await receiver.receive(delivery())).toMatchObject(REPEATED);
    expect(handle).toHaveBeenCalledTimes(1);
  }
});

describe("repeatedBy: 'id'", () => {
  test('the same id in a body that was serialised again is a repeat', async () => {
    const { receiver, handle, codes } = observed(kept(createMemoryStore()), () => {}, {
      repeatedBy: 'id',
    });
    const first = delivery('{"id":"evt_1","event":"a","data":{}}');
    expect(await receiver.receive(first)).toMatchObject(HANDLED);
    const again = delivery('{"data":{},"event":"a","id":"evt_1"}');
    expect(await receiver.receive(again)).toMatchObject(REPEATED);
    expect(await receiver.receive(delivery('{"event":"a","data":{}}'))).toMatchObject(HANDLED);
    expect(handle).toHaveBeenCalledTimes(2);
    expect(codes()).toEqual([]);
  });
});
