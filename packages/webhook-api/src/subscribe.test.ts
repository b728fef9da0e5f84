import { describe, expect, test } from 'vitest';
import { FakeKolvera } from '../test/fake-kolvera.ts';
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

describe('with no webhook for the URL', () => {
  test('makes one, marked as ours', async () => {
    const kolvera = new FakeKolvera();
    expect(await subscribe(kolvera.transport, WANTED)).toEqual({
      id: 'w1',
      url: URL,
      events: ['contact.created', 'meeting.booked'],
      secret: 'secret-1',
    });
    expect(kolvera.at(URL)).toMatchObject([{ events: WANTED.events, description: OURS }]);
    expect(kolvera.calls).toEqual(['listWebhooks', 'createWebhook']);
  });

  test.each([
    ['an empty choice', []],
    ['a star among others', ['contact.created', '*']],
  ])('%s means all events', async (_, events) => {
    const kolvera = new FakeKolvera();
    const { events: subscribed } = await subscribe(kolvera.transport, { ...WANTED, events });
    expect(subscribed).toEqual(['*']);
    expect(kolvera.at(URL)[0]?.events).toEqual(['*']);
  });

  test('names each event once', async () => {
    const kolvera = new FakeKolvera();
    const events = ['meeting.booked', 'meeting.booked'];
    await subscribe(kolvera.transport, { ...WANTED, events });
    expect(kolvera.at(URL)[0]?.events).toEqual(['meeting.booked']);
  });

  test('enables a webhook that is made disabled', async () => {
    const kolvera = new FakeKolvera({ makesDisabled: true });
    await subscribe(kolvera.transport, WANTED);
    expect(kolvera.at(URL)).toMatchObject([{ status: 'active' }]);
  });

  test('without a secret in the answer, takes the connection’s', async () => {
    const kolvera = new FakeKolvera({ withholdsSecrets: true });
    const { secret } = await subscribe(kolvera.transport, { ...WANTED, secret: 'from-user' });
    expect(secret).toBe('from-user');
  });

  test('without any secret, removes what it made and fails', async () => {
    const kolvera = new FakeKolvera({ withholdsSecrets: true });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('enter the webhook’s secret in the connection'),
    });
    expect(kolvera.webhooks.size).toBe(0);
    expect(kolvera.calls.at(-1)).toBe('deleteWebhook w1');
  });
});

describe('with a webhook of ours for the URL', () => {
  test('keeps it, and the secret that the caller knows', async () => {
    const kolvera = new FakeKolvera();
    const first = await subscribe(kolvera.transport, WANTED);
    expect(await subscribe(kolvera.transport, { ...WANTED, known: first })).toEqual(first);
    expect(kolvera.calls.slice(2)).toEqual(['listWebhooks']);
  });

  test('rotates a secret that nobody knows, as after a process that died half-way', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS, events: WANTED.events });
    const { secret } = await subscribe(kolvera.transport, WANTED);
    expect(secret).toBe('secret-1+');
    expect(kolvera.at(URL)).toMatchObject([{ id: 'w1', secret }]);
  });

  test('rotates although the connection has a secret, which may be another webhook’s', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS, events: WANTED.events });
    const { secret } = await subscribe(kolvera.transport, { ...WANTED, secret: 'from-user' });
    expect(kolvera.at(URL)).toMatchObject([{ secret }]);
  });

  test('takes the connection’s secret where Kolvera rotates none', async () => {
    const kolvera = new FakeKolvera({ withholdsSecrets: true });
    kolvera.seed({ url: URL, description: OURS, events: WANTED.events });
    const { secret } = await subscribe(kolvera.transport, { ...WANTED, secret: 'from-user' });
    expect(secret).toBe('from-user');
    expect(kolvera.calls).toEqual(['listWebhooks', 'rotateSecret w1']);
  });

  test('does not trust a secret that was known of another webhook', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    const known = { id: 'w0', secret: 'of-another' };
    expect((await subscribe(kolvera.transport, { ...WANTED, known })).secret).toBe('secret-1+');
  });

  test('changes other events, in any order of names', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS, events: ['meeting.booked'] });
    await subscribe(kolvera.transport, WANTED);
    expect(kolvera.at(URL)).toMatchObject([{ events: WANTED.events }]);

    kolvera.calls.length = 0;
    const events = [...WANTED.events].reverse();
    const known = { id: 'w1', secret: 'secret-1+' };
    await subscribe(kolvera.transport, { ...WANTED, events, known });
    expect(kolvera.calls).toEqual(['listWebhooks']);
  });

  test('enables a disabled one, after its secret is known', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS, status: 'disabled', events: WANTED.events });
    await subscribe(kolvera.transport, WANTED);
    expect(kolvera.at(URL)).toMatchObject([{ status: 'active' }]);
    expect(kolvera.calls).toEqual(['listWebhooks', 'rotateSecret w1', 'updateWebhook w1']);
  });

  test('says so when it stays disabled', async () => {
    const kolvera = new FakeKolvera({ keepsDisabled: true });
    kolvera.seed({ url: URL, description: OURS, status: 'disabled' });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('Enable it in Kolvera'),
    });
  });

  test('knows it under another spelling of the URL', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: 'HTTPS://N8N.example:443/x/../webhook/abc', description: OURS });
    expect((await subscribe(kolvera.transport, WANTED)).id).toBe('w1');
    expect(kolvera.webhooks.size).toBe(1);
  });

  test('knows it after its workflow was renamed', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    await subscribe(kolvera.transport, { ...WANTED, title: 'Renamed [n8n:other]' });
    expect(kolvera.at(URL)).toMatchObject([
      { description: 'Kolvera for n8n: Renamed [n8n:other] [n8n:abc123]' },
    ]);
  });

  test('knows it by its id after its description was edited in Kolvera', async () => {
    const kolvera = new FakeKolvera();
    const { id, secret } = kolvera.seed({ url: URL, description: 'CRM', events: WANTED.events });
    const known = { id, secret };
    expect(await subscribe(kolvera.transport, { ...WANTED, known })).toMatchObject(known);
    expect(kolvera.calls).toEqual(['listWebhooks']);
  });

  test('leaves one of several, the one whose secret is known', async () => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    for (let count = 0; count < 3; count += 1) kolvera.seed({ url: URL, description: OURS });
    const known = { id: 'w2', secret: 'secret-2' };
    expect(await subscribe(kolvera.transport, { ...WANTED, known })).toMatchObject(known);
    expect([...kolvera.webhooks.keys()]).toEqual(['w2']);
  });

  test('takes a duplicate that goes meanwhile for removed', async () => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    for (let count = 0; count < 3; count += 1) kolvera.seed({ url: URL, description: OURS });
    kolvera.onFirst('deleteWebhook', () => kolvera.webhooks.delete('w2'));
    expect((await subscribe(kolvera.transport, WANTED)).id).toBe('w1');
    expect([...kolvera.webhooks.keys()]).toEqual(['w1']);
  });

  test('takes an empty secret for none', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    const known = { id: 'w1', secret: '' };
    const { secret } = await subscribe(kolvera.transport, { ...WANTED, known, secret: '' });
    expect(secret).toBe('secret-1+');
  });

  test('leaves an enabled one of several', async () => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    kolvera.seed({ url: URL, description: OURS, status: 'disabled' });
    kolvera.seed({ url: URL, description: OURS });
    await subscribe(kolvera.transport, WANTED);
    expect([...kolvera.webhooks.keys()]).toEqual(['w2']);
  });

  test('finds it on a later page', async () => {
    const kolvera = new FakeKolvera({ pageSize: 2 });
    for (let count = 0; count < 5; count += 1) kolvera.seed({ url: `${URL}/${count}` });
    const ours = kolvera.seed({ url: URL, description: OURS });
    expect((await subscribe(kolvera.transport, WANTED)).id).toBe(ours.id);
    expect(kolvera.calls.filter((call) => call === 'listWebhooks')).toHaveLength(3);
  });
});

describe('with another’s webhook for the URL', () => {
  test.each([
    ['made by hand', null],
    ['of another workflow', 'Kolvera for n8n: My workflow [n8n:abc1234]'],
    ['of another connector', 'Kolvera for Zapier: My workflow [zapier:abc123]'],
    ['with our marker, but not at the end', `${OURS} copy`],
  ])('%s: a conflict, and it is not touched', async (_, description) => {
    const kolvera = new FakeKolvera();
    const theirs = kolvera.seed({ url: URL, description, status: 'disabled' });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'conflict',
      existingId: 'w1',
      message: expect.stringContaining('Delete it in Kolvera under Settings → Webhooks'),
    });
    expect(kolvera.webhooks).toEqual(new Map([['w1', theirs]]));
    expect(kolvera.calls).toEqual(['listWebhooks']);
  });

  test('is a conflict too when only the 409 tells of it', async () => {
    const kolvera = new FakeKolvera();
    kolvera.onFirst('createWebhook', () => kolvera.seed({ url: URL }));
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({
      code: 'conflict',
      existingId: 'w1',
    });
    expect(kolvera.webhooks.size).toBe(1);
  });
});

describe('when the webhooks change in between', () => {
  test('two at once leave one, and the later rotation has its secret', async () => {
    const kolvera = new FakeKolvera();
    const both = await Promise.all([
      subscribe(kolvera.transport, WANTED),
      subscribe(kolvera.transport, WANTED),
    ]);
    expect(both.map(({ id }) => id)).toEqual(['w1', 'w1']);
    expect(both.map(({ secret }) => secret)).toContain(kolvera.at(URL)[0]?.secret);
    expect(kolvera.webhooks.size).toBe(1);
  });

  test('two at once where URLs are not unique: the next call leaves one', async () => {
    const kolvera = new FakeKolvera({ allowsDuplicates: true });
    const twice = () => subscribe(kolvera.transport, WANTED);
    await Promise.all([twice(), twice()]);
    expect(kolvera.webhooks.size).toBe(2);
    await twice();
    expect(kolvera.webhooks.size).toBe(1);
  });

  test('a page that shifted over ours: the 409 names it', async () => {
    const kolvera = new FakeKolvera({ pageSize: 1 });
    const first = kolvera.seed({ url: `${URL}/first` });
    kolvera.seed({ url: URL, description: OURS });
    kolvera.seed({ url: `${URL}/last` });
    let lists = 0;
    kolvera.before(({ operation }) => {
      if (operation === 'listWebhooks' && ++lists === 2) kolvera.webhooks.delete(first.id);
    });
    expect((await subscribe(kolvera.transport, WANTED)).id).toBe('w2');
    expect(kolvera.calls).toContain('getWebhook w2');
  });

  test('a 409 that names ours under a URL that only Kolvera takes for the same: gives it ours', async () => {
    const kolvera = new FakeKolvera();
    const ours = kolvera.seed({ url: `${URL}/`, description: OURS, events: WANTED.events });
    const transport: Transport = (request, options) =>
      request.operation === 'createWebhook'
        ? Promise.resolve({ status: 409, headers: {}, body: JSON.stringify({ id: ours.id }) })
        : kolvera.transport(request, options);
    expect((await subscribe(transport, WANTED)).id).toBe(ours.id);
    expect(kolvera.at(URL)).toMatchObject([{ id: ours.id }]);
  });

  test('a 409 that names nothing: looks again', async () => {
    const kolvera = new FakeKolvera({ namesConflicts: false });
    kolvera.onFirst('createWebhook', () => kolvera.seed({ url: URL, description: OURS }));
    expect((await subscribe(kolvera.transport, WANTED)).id).toBe('w1');
  });

  test('a webhook that goes before it is changed: makes a new one', async () => {
    const kolvera = new FakeKolvera();
    kolvera.seed({ url: URL, description: OURS });
    kolvera.onFirst('updateWebhook', () => kolvera.webhooks.delete('w1'));
    expect(await subscribe(kolvera.transport, WANTED)).toMatchObject({ id: 'w2' });
  });

  test('a webhook that goes before the one a 409 named is read: makes a new one', async () => {
    const kolvera = new FakeKolvera();
    kolvera.onFirst('createWebhook', () => kolvera.seed({ url: URL, description: OURS }));
    kolvera.onFirst('getWebhook', () => kolvera.webhooks.delete('w1'));
    expect(await subscribe(kolvera.transport, WANTED)).toMatchObject({ id: 'w2' });
  });

  test('a webhook that keeps coming and going: gives up with the reason', async () => {
    const kolvera = new FakeKolvera({ namesConflicts: false });
    kolvera.before(({ operation }) => {
      if (operation === 'createWebhook') kolvera.seed({ url: URL });
      else kolvera.webhooks.clear();
    });
    await expect(subscribe(kolvera.transport, WANTED)).rejects.toMatchObject({ code: 'conflict' });
    expect(kolvera.calls).toHaveLength(6);
  });

  test('a list that does not end: an error', async () => {
    const kolvera = new FakeKolvera({ pageSize: 1 });
    kolvera.seed({ url: `${URL}/1` });
    kolvera.seed({ url: `${URL}/2` });
    const transport: Transport = (request, options) =>
      kolvera.transport({ ...request, query: { ...request.query, cursor: '0' } }, options);
    await expect(subscribe(transport, WANTED)).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('does not end'),
    });
  });
});

describe('what cannot be subscribed', () => {
  test.each(['', 'n8n.example/webhook', 'http://n8n.example/webhook', 'ftp://n8n.example'])(
    'the URL %j is refused before anything is sent',
    async (url) => {
      const kolvera = new FakeKolvera();
      await expect(subscribe(kolvera.transport, { ...WANTED, url })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('https://'),
      });
      expect(kolvera.calls).toEqual([]);
    },
  );

  test('http on this machine is allowed, for a local Kolvera', async () => {
    const kolvera = new FakeKolvera();
    const url = 'http://127.0.0.1:5678/webhook/abc';
    expect((await subscribe(kolvera.transport, { ...WANTED, url })).url).toBe(url);
  });
});
