import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { createMemoryStore, createReceiver } from './index.ts';

/** An update of a contact, so many minutes after noon. */
function update(
  contact: string | undefined,
  minute: number | undefined,
  id = `${contact}-${minute}`,
) {
  const created_at =
    minute === undefined ? undefined : new Date(Date.UTC(2026, 6, 1, 12, minute)).toISOString();
  return delivery({ id, event: 'contact.updated', created_at, data: { contact: { id: contact } } });
}

function start(handler: (id: string) => unknown = () => {}) {
  const handled: string[] = [];
  const codes: string[] = [];
  const receiver = createReceiver({ secret: SECRET })
    .on('contact.updated', { newest: true }, async ({ id }) => {
      await handler(id);
      handled.push(id);
    })
    .onError(({ code }) => codes.push(code));
  return { receiver, handled, codes };
}

test('in whatever order events arrive, each record ends with its newest', async () => {
  const arrivals = fc.shuffledSubarray(
    [0, 1, 2, 3].flatMap((minute) => [
      { contact: 'a', minute },
      { contact: 'b', minute },
    ]),
    { minLength: 1 },
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async (sent) => {
      const { receiver, handled } = start();
      for (const { contact, minute } of sent) {
        expect(await receiver.receive(update(contact, minute))).toMatchObject({ status: 200 });
      }
      for (const contact of ['a', 'b']) {
        const minutes = sent.filter((each) => each.contact === contact).map(({ minute }) => minute);
        const rising = minutes.filter(
          (minute, at) => minute >= Math.max(...minutes.slice(0, at + 1)),
        );
        expect(handled.filter((id) => id.startsWith(contact))).toEqual(
          rising.map((minute) => `${contact}-${minute}`),
        );
      }
    }),
  );
});

test('an event as old as the last one is handled', async () => {
  const { receiver, handled } = start();
  await receiver.receive(update('a', 1, 'first'));
  await receiver.receive(update('a', 1, 'second'));
  expect(handled).toEqual(['first', 'second']);
});

test('an event without created_at, or without the id of its record, is handled', async () => {
  const { receiver, handled } = start();
  await receiver.receive(update('a', 5));
  await receiver.receive(update('a', undefined));
  await receiver.receive(update(undefined, 1));
  await receiver.receive(update('a', 4));
  expect(handled).toEqual(['a-5', 'a-undefined', 'undefined-1']);
});

test('one that failed does not count: an older one is handled after it', async () => {
  let attempts = 0;
  const { receiver, handled } = start((id) => {
    attempts += 1;
    if (id === 'a-2' && attempts === 1) throw new Error('no');
  });
  expect(await receiver.receive(update('a', 2))).toMatchObject({ status: 500 });
  expect(await receiver.receive(update('a', 1))).toMatchObject({ status: 200 });
  expect(await receiver.receive(update('a', 2))).toMatchObject({ status: 200 });
  expect(handled).toEqual(['a-1', 'a-2']);
});

test('two of one record are not handled side by side: the second is told to try again', async () => {
  let finish = () => {};
  const { receiver, handled, codes } = start(
    (id) =>
      id === 'a-1' &&
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const first = receiver.receive(update('a', 1));
  expect(await receiver.receive(update('a', 2))).toMatchObject({ status: 503 });
  expect(await receiver.receive(update('b', 1))).toMatchObject({ status: 200 });
  finish();
  expect(await first).toMatchObject({ status: 200 });
  expect(await receiver.receive(update('a', 2))).toMatchObject({ status: 200 });
  expect(handled).toEqual(['b-1', 'a-1', 'a-2']);
  expect(codes).toEqual(['record_busy']);
});

describe('the store', () => {
  test('remembers for the next process', async () => {
    const store = createMemoryStore();
    const handler = vi.fn();
    for (const minute of [2, 1]) {
      const receiver = createReceiver({ secret: SECRET, store });
      receiver.on('contact.updated', { newest: true }, handler);
      await receiver.receive(update('a', minute));
    }
    expect(handler).toHaveBeenCalledTimes(1);
  });

  test('is needed', () => {
    const receiver = createReceiver({ secret: SECRET, store: false });
    expect(() => receiver.on('contact.updated', { newest: true }, () => {})).toThrow(
      expect.objectContaining({ code: 'invalid_option' }),
    );
  });

  test('that fails: 503, and the owner is told why', async () => {
    const memory = createMemoryStore();
    const errors: unknown[] = [];
    const receiver = createReceiver({
      secret: SECRET,
      name: 'test',
      store: {
        claim: (key, ...given) =>
          key.includes('newest') ? Promise.reject(new Error('down')) : memory.claim(key, ...given),
        complete: (...given) => memory.complete(...given),
        release: (...given) => memory.release(...given),
      },
    })
      .on('contact.updated', { newest: true }, () => {})
      .onError((error) => errors.push(error));
    expect(await receiver.receive(update('a', 1))).toMatchObject({ status: 503 });
    expect(errors).toMatchObject([{ code: 'store_failed', cause: { message: 'down' } }]);
  });
});
