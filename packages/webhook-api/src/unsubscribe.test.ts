import { describe, expect, test } from 'vitest';
import { controlDeadlines } from '../test/deadlines.ts';
import { FakeKolvera } from '../test/fake-kolvera.ts';
import { type Transport, unsubscribe } from './index.ts';

const URL = 'https://n8n.example/webhook/abc';
const OURS = 'Kolvera for n8n: My workflow [n8n:abc123]';
const WANTED = { url: URL, owner: { connector: 'n8n', installation: 'abc123' } };

describe('removes', () => {
  test('our webhook by its id', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    await unsubscribe(kolvera.transport, { ...WANTED, id: 'w1' });
    expect(kolvera.webhooks.size).toBe(0);
    expect(kolvera.calls).toEqual(['listWebhooks', 'deleteWebhook w1']);
  });

  test('our webhook by its URL, in another spelling, when the id is not known', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: 'https://N8N.example:443/webhook/abc', description: OURS });
    await unsubscribe(kolvera.transport, WANTED);
    expect(kolvera.webhooks.size).toBe(0);
  });

  test('our webhook by its id after its URL was changed in Kolvera', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: `${URL}/moved`, description: OURS });
    await unsubscribe(kolvera.transport, { ...WANTED, id: 'w1' });
    expect(kolvera.webhooks.size).toBe(0);
  });

  test('our webhook by its id after its description was edited in Kolvera', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: 'CRM' });
    await unsubscribe(kolvera.transport, { ...WANTED, id: 'w1' });
    expect(kolvera.webhooks.size).toBe(0);
  });

  test('a leftover under another id than the one that is known', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    await unsubscribe(kolvera.transport, { ...WANTED, id: 'w0' });
    expect(kolvera.webhooks.size).toBe(0);
  });

  test('every one of ours for the URL, and none for another URL', async () => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    kolvera.seed({ url: URL, description: OURS });
    kolvera.seed({ url: URL, description: OURS });
    kolvera.seed({ url: `${URL}/other`, description: OURS });
    await unsubscribe(kolvera.transport, WANTED);
    expect([...kolvera.webhooks.keys()]).toEqual(['w3']);
  });

  test('one that moved to a page already read', async () => {
    const kolvera = new FakeKolvera({ pageSize: 1 });
    const first = kolvera.seed({ url: `${URL}/first` });
    kolvera.seed({ url: URL, description: OURS });
    kolvera.seed({ url: `${URL}/last` });
    let lists = 0;
    kolvera.before(({ operation }) => {
      if (operation === 'listWebhooks' && ++lists === 2) kolvera.webhooks.delete(first.id);
    });
    await unsubscribe(kolvera.transport, WANTED);
    expect(kolvera.at(URL)).toEqual([]);
  });

  test('one that only its id finds', async () => {
    const kolvera = new FakeKolvera({ pageSize: 1 });
    const first = kolvera.seed({ url: `${URL}/first` });
    const ours = kolvera.seed({ url: URL, description: OURS });
    kolvera.seed({ url: `${URL}/last` });
    kolvera.onFirst('listWebhooks', () => {
      kolvera.before(({ operation }) => {
        if (operation === 'listWebhooks') kolvera.webhooks.delete(first.id);
      });
    });
    await unsubscribe(kolvera.transport, { ...WANTED, id: ours.id });
    expect(kolvera.calls).toContain('getWebhook w2');
    expect(kolvera.at(URL)).toEqual([]);
  });
});

describe('is success', () => {
  test('when there is nothing', async () => {
    const kolvera = new FakeKolvera();
    await expect(unsubscribe(kolvera.transport, { ...WANTED, id: 'w0' })).resolves.toBe(undefined);
  });

  test('when it goes in between', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    kolvera.onFirst('deleteWebhook', () => kolvera.webhooks.clear());
    await unsubscribe(kolvera.transport, WANTED);
    expect(kolvera.calls).toEqual(['listWebhooks', 'deleteWebhook w1']);
  });

  test.each([404, 410])('when Kolvera answers %i to the removal', async (status) => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    const transport: Transport = async (request, options) =>
      request.method === 'DELETE'
        ? { status, headers: {}, body: '' }
        : kolvera.transport(request, options);
    await expect(unsubscribe(transport, WANTED)).resolves.toBe(undefined);
  });

  test.each([
    ['made by hand', null],
    ['of another workflow', 'Kolvera for n8n [n8n:other]'],
  ])('with a webhook %s, which stays', async (_, description) => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    kolvera.seed({ url: URL, description });
    kolvera.seed({ url: `${URL}/other`, description });
    await unsubscribe(kolvera.transport, { ...WANTED, id: 'w2' });
    expect(kolvera.webhooks.size).toBe(2);
    expect(kolvera.calls).toEqual(['listWebhooks']);
  });
});

test('a URL that is none is nobody’s', async () => {
  const kolvera = new FakeKolvera();
  kolvera.seed({ url: 'neither', description: OURS });
  await unsubscribe(kolvera.transport, { ...WANTED, url: 'nor' });
  expect(kolvera.webhooks.size).toBe(1);
});

describe('fails', () => {
  test('when the list cannot be read, so that the platform tries again', async () => {
    const kolvera = new FakeKolvera();
    kolvera.plant('refused');
    await expect(unsubscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('when the removal fails, and succeeds the next time', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    kolvera.plant('lost_after', 'deleteWebhook');
    await expect(unsubscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(unsubscribe(kolvera.transport, WANTED)).resolves.toBe(undefined);
  });

  test('within 20 s, over a transport that hangs', async () => {
    const deadlines = controlDeadlines();
    const kolvera = new FakeKolvera();
    kolvera.plant('hang');
    const unsubscribed = unsubscribe(kolvera.transport, WANTED);
    deadlines.pass(19_500);
    await expect(unsubscribed).rejects.toMatchObject({ code: 'timeout' });
  });

  test('when the caller’s signal ends it', async () => {
    const kolvera = new FakeKolvera();
    const signal = AbortSignal.abort();
    await expect(unsubscribe(kolvera.transport, { ...WANTED, signal })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(kolvera.calls).toEqual([]);
  });
});
