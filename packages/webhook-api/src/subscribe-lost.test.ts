import { describe, expect, test } from 'vitest';
import { controlDeadlines } from '../test/deadlines.ts';
import { FakeKolvera, type Fault } from '../test/fake-kolvera.ts';
import { type SubscribeOptions, subscribe, type Transport } from './index.ts';

const URL = 'https://n8n.example/webhook/abc';
const OWNER = { connector: 'n8n', installation: 'abc123' };
const OURS = 'Kolvera for n8n: My workflow [n8n:abc123]';
const WANTED: SubscribeOptions = {
  url: URL,
  events: ['contact.created', 'meeting.booked'],
  owner: OWNER,
  title: 'My workflow',
};
const LOST: Fault[] = ['lost_after', 'garbled_after'];

describe('when an answer is lost', () => {
  test.each(LOST)('after POST (%s): removes what was made, and fails', async (fault) => {
    const kolvera = new FakeKolvera();
    kolvera.plant(fault, 'createWebhook');
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: fault === 'lost_after' ? 'unavailable' : 'unexpected',
    });
    expect(kolvera.webhooks.size).toBe(0);
    expect(kolvera.calls).toEqual([
      'listWebhooks',
      'createWebhook',
      'listWebhooks',
      'deleteWebhook w1',
    ]);
  });

  test.each(LOST)('after POST (%s) and again: the next call leaves one', async (fault) => {
    const kolvera = new FakeKolvera();
    kolvera.plant(fault, 'createWebhook');
    kolvera.plant('refused', 'deleteWebhook');
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toThrow();
    expect(kolvera.webhooks.size).toBe(1);

    const { secret } = await subscribe(kolvera.transport, WANTED);
    expect(kolvera.at(URL)).toMatchObject([{ id: 'w1', secret }]);
  });

  test('a refused POST leaves nothing to remove', async () => {
    const kolvera = new FakeKolvera();
    const transport: Transport = async (request, options) =>
      request.method === 'POST'
        ? { status: 422, headers: {}, body: '' }
        : kolvera.transport(request, options);
    await expect(subscribe(transport, WANTED)).rejects.toMatchObject({ code: 'invalid' });
    expect(kolvera.calls).toEqual(['listWebhooks']);
  });

  test('after a rotation: fails, and the next call rotates again', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    kolvera.plant('lost_after', 'rotateSecret');
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(kolvera.webhooks.size).toBe(1);
    expect((await subscribe(kolvera.transport, WANTED)).secret).toBe('secret-1++');
  });
});

describe('time', () => {
  test('a transport that hangs and ignores its signal does not hold the operation', async () => {
    const deadlines = controlDeadlines();
    const kolvera = new FakeKolvera();
    kolvera.plant('hang', 'listWebhooks');
    const subscribed = subscribe(kolvera.transport, WANTED);
    deadlines.pass(14_000);
    await expect(subscribed).rejects.toMatchObject({ code: 'timeout' });
  });

  test('a POST without an answer leaves time to remove what it made', async () => {
    const deadlines = controlDeadlines();
    const kolvera = new FakeKolvera();
    kolvera.plant('hang_after', 'createWebhook');
    kolvera.before(({ operation }) => {
      if (operation === 'createWebhook') queueMicrotask(() => deadlines.pass(14_000));
    });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({ code: 'timeout' });
    expect(kolvera.calls.at(-1)).toBe('deleteWebhook w1');
    expect(kolvera.webhooks.size).toBe(0);
  });

  test('the removal has an end, too: 20 s in all', async () => {
    const deadlines = controlDeadlines();
    const kolvera = new FakeKolvera();
    kolvera.plant('lost_after', 'createWebhook');
    kolvera.before(({ operation }) => {
      if (operation === 'createWebhook') kolvera.plant('hang', 'listWebhooks');
      if (kolvera.calls.length === 3) queueMicrotask(() => deadlines.pass(19_500));
    });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('the caller’s signal ends it, and what was made is removed', async () => {
    const kolvera = new FakeKolvera();
    const caller = new AbortController();
    kolvera.plant('hang_after', 'createWebhook');
    kolvera.before(({ operation }) => {
      if (operation === 'createWebhook') queueMicrotask(() => caller.abort());
    });
    await expect(
      subscribe(kolvera.transport, { ...WANTED, signal: caller.signal }),
    ).rejects.toMatchObject({ code: 'timeout' });
    expect(kolvera.webhooks.size).toBe(0);
  });
});
