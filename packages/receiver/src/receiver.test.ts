import { runInNewContext } from 'node:vm';
import { events, sampleEvent } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { delivery, SECRET } from '../test/deliveries.ts';
import { observed } from '../test/observed.ts';
import { createReceiver, type DeliveryReport, type ReceiverRequest } from './index.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('how a request may be handed over', () => {
  test('bytes of another realm, as a test runner or a sandbox makes them', async () => {
    const text = JSON.stringify(sampleEvent('company.created'));
    const bytes = [...Buffer.from(text)];
    const foreign: Uint8Array = runInNewContext('Uint8Array.from(bytes)', { bytes });
    for (const body of [foreign, foreign.buffer as ArrayBuffer]) {
      const { receiver } = observed();
      expect(await receiver.receive({ ...delivery(text), body })).toMatchObject({ status: 200 });
    }
  });

  test('without headers it is an unsigned delivery', async () => {
    const { receiver, codes } = observed();
    const request = { method: 'POST', body: delivery().body } as unknown as ReceiverRequest;
    expect(await receiver.receive(request)).toMatchObject({ status: 401 });
    expect(codes()).toEqual(['missing_signature']);
  });

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

  test('an event that was added after this release goes only to onUnknown and onAny', async () => {
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
    const { method, headers, body, signal } = handler.mock.calls[0]?.[1] ?? {};
    expect({ method, headers, body }).toEqual(request);
    expect(signal.aborted).toBe(false);
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
    await vi.waitFor(() => expect(printed).toHaveBeenCalledTimes(2), 60_000);
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test('without a listener, what the owner has to fix is printed, and nothing else', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    let attempts = 0;
    const receiver = createReceiver({ secret: SECRET }).onAny(() => {
      attempts += 1;
      if (attempts > 2) throw new Error('no');
    });
    await receiver.receive({ ...delivery(), headers: {} });
    expect(printed).not.toHaveBeenCalled();
    for (const n of [1, 2, 3]) {
      await receiver.receive(delivery({ id: 'evt_1', event: 'a', data: { n } }));
    }
    expect(printed.mock.calls.map(([error]) => error.code)).toEqual([
      'same_id_other_body',
      'handler_failed',
    ]);
  });

  test('without a listener, a signature that does not match is printed once a minute', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const receiver = createReceiver({ secret: 'not the one' }).onAny(() => {});
    for (let n = 0; n < 100; n++) await receiver.receive(delivery());
    expect(printed.mock.calls.map(([error]) => error.code)).toEqual(['mismatch']);
    vi.advanceTimersByTime(60_000);
    await receiver.receive(delivery());
    expect(printed).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});

describe('onDelivery', () => {
  test('gets every request: the event, how it ended, and how long it took', async () => {
    const reports: DeliveryReport[] = [];
    const receiver = createReceiver({ secret: SECRET })
      .on('contact.created', () => {})
      .onError(() => {})
      .onDelivery((report) => reports.push(report));
    const { id } = sampleEvent('contact.created');
    await receiver.receive(delivery());
    await receiver.receive(delivery());
    await receiver.receive(delivery(sampleEvent('contact.updated')));
    await receiver.receive(delivery(undefined, 'other'));
    receiver.refuse('body_timeout');
    const contact = { event: 'contact.created', eventId: id };
    expect(reports).toMatchObject([
      { ...contact, outcome: 'handled', status: 200 },
      { ...contact, outcome: 'repeated', status: 200 },
      { event: 'contact.updated', outcome: 'ignored', status: 200 },
      { event: undefined, eventId: undefined, outcome: 'mismatch', status: 401 },
      { outcome: 'body_timeout', status: 408 },
    ]);
    for (const { milliseconds } of reports) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  test('that fails changes no answer', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const receiver = createReceiver({ secret: SECRET })
      .onAny(() => {})
      .onDelivery(() => {
        throw new Error('no');
      });
    expect(await receiver.receive(delivery())).toMatchObject({ status: 200 });
  });
});

describe('narrowed handlers', () => {
  test('run for the campaigns that they want', async () => {
    const winter = vi.fn();
    const every = vi.fn();
    const receiver = createReceiver({ secret: SECRET })
      .on('campaign.email.sent', { campaigns: ['Winter'] }, winter)
      .on('campaign.email.sent', every);
    const sample = sampleEvent('campaign.email.sent');
    for (const name of ['Winter', 'Summer']) {
      const data = { ...sample.data, campaign: { id: `cam_${name}`, name } };
      await receiver.receive(delivery({ ...sample, id: `evt_${name}`, data }));
    }
    expect(winter.mock.calls.map(([{ id }]) => id)).toEqual(['evt_Winter']);
    expect(every).toHaveBeenCalledTimes(2);
  });

  test('run for changes of the fields that they want', async () => {
    const handler = vi.fn();
    const receiver = createReceiver({ secret: SECRET });
    receiver.on('contact.updated', { changedFields: ['email'] }, handler);
    const update = (id: string, changed_fields: string[]) =>
      delivery({
        id,
        event: 'contact.updated',
        data: { contact: { id: 'con_1' }, changed_fields },
      });
    expect(await receiver.receive(update('evt_1', ['title']))).toMatchObject({
      body: '{"status":"ignored"}',
    });
    expect(await receiver.receive(update('evt_2', ['title', 'email']))).toMatchObject({
      body: '{"status":"handled"}',
    });
    expect(handler).toHaveBeenCalledTimes(1);
  });
});
