import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { verify } from '@kolvera/signature';
import { expect, test } from 'vitest';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';
import { openPlainBrowser } from './plain-browser.ts';

test('the page asks for the control key', async () => {
  const sandbox = await openSandbox();
  const { origin } = new URL(sandbox.settingsUrl);
  const answer = await fetch(sandbox.settingsUrl);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toMatch(/This is a local Kolvera.*/s);
  for (const key of ['', sandbox.apiKey]) {
    const body = new URLSearchParams({ key });
    const headers = { origin };
    const refused = await fetch(`${origin}/settings/sign-in`, { method: 'POST', headers, body });
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
  }
});

test('signing out ends what signing in began', async () => {
  const browser = await openPlainBrowser(await openSandbox());
  const out = await browser.post('/settings/sign-out');
  expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/);
});

test('the root leads to the page', async () => {
  const { settingsUrl } = await openSandbox();
  const answer = await fetch(new URL('/', settingsUrl), { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/settings/webhooks');
});

test('a webhook is added: the picker has every event, and the answer is a redirect', async () => {
  const sandbox = await openSandbox({ catalogue: withImaginaryEvent() });
  const browser = await openPlainBrowser(sandbox);
  const page = await browser.get('/settings/webhooks');
  for (const { name, label } of [...events, imaginaryEvent]) {
    expect(page).toContain(`value="${name}"> <span>${label}`);
  }
  const url = 'https://example.com/?a=1&b="><script>';
  const added = await browser.post(
    '/settings/webhooks',
    ['url', url],
    ['choice', 'some'],
    ['events', 'contact.created'],
    ['events', imaginaryEvent.name],
  );
  const [webhook] = sandbox.webhooks();
  expect(added.status).toBe(303);
  expect(webhook).toMatchObject({ url, events: ['contact.created', imaginaryEvent.name] });
  const shown = await browser.get(String(added.headers.get('location')));
  expect(shown).toContain(webhook?.secret);
  expect(shown).toContain('Webhook added.');
  expect(shown).not.toContain('<script>');
});

test('a form that is refused says why, and keeps what was typed', async () => {
  const sandbox = await openSandbox();
  const browser = await openPlainBrowser(sandbox);
  const refused = async (...form: [string, string][]) => {
    const answer = await browser.post('/settings/webhooks', ...form);
    expect(answer.status).toBe(303);
    return browser.get(String(answer.headers.get('location')));
  };
  const url = 'http://example.com/typed';
  const wrong = await refused(
    ['url', url],
    ['description', 'Mine'],
    ['choice', 'some'],
    ['events', 'meeting.booked'],
  );
  expect(wrong).toMatch(/role="alert">.*The URL must start with https:\/\//s);
  expect(wrong).toContain(`value="${url}"`);
  expect(wrong).toContain('value="Mine"');
  expect(wrong).toContain('value="meeting.booked" checked');
  expect(await refused(['url', 'https://example.com'], ['choice', 'some'])).toContain(
    'at least one',
  );
  expect(sandbox.webhooks()).toEqual([]);
  const { id } = sandbox.addWebhook({ url: 'https://example.com' });
  const taken = await refused(['url', 'https://example.com/'], ['choice', 'all']);
  expect(taken).toContain(`<a href="/settings/webhooks/${id}">Open it</a>`);
  expect((await browser.post('/settings/fire', ['event', 'deal.won'])).status).toBe(422);
  expect((await browser.post('/settings/webhooks/wh_0/delete')).status).toBe(404);
});

test('a webhook is edited', async () => {
  const sandbox = await openSandbox();
  const { id } = sandbox.addWebhook({ url: 'https://example.com/' });
  const browser = await openPlainBrowser(sandbox);
  await browser.post(
    `/settings/webhooks/${id}`,
    ['url', 'https://example.com/new'],
    ['description', 'Mine'],
    ['choice', 'some'],
    ['events', 'contact.created'],
  );
  expect(sandbox.webhook(id)).toMatchObject({
    url: 'https://example.com/new',
    description: 'Mine',
    events: ['contact.created'],
  });
});

test('a sample is sent, and its page shows the request and the answer; it is sent again', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  endpoint.answer = () => ({ status: 200, headers: { 'x-answer': 'yes' }, body: 'fine' });
  const { id, secret } = sandbox.addWebhook({ url: endpoint.url });
  const browser = await openPlainBrowser(sandbox);
  await browser.post(`/settings/webhooks/${id}/test`, ['event', 'contact.created']);
  await sandbox.settled();
  const [delivery] = sandbox.deliveries();
  const path = `/settings/deliveries/${delivery?.id}`;
  expect(await browser.get(`/settings/webhooks/${id}`)).toContain(path);
  const page = await browser.get(path);
  const signature = endpoint.received[0]?.headers['x-kolvera-signature'];
  expect(page).toContain(`x-kolvera-signature: ${signature}`);
  expect(page).toMatch(/x-answer: yes\n.*\n\nfine/s);
  expect(page).toContain(`-hmac &#39;${secret}&#39;`);
  const resent = await browser.post(`${path}/redeliver`);
  expect(resent.status).toBe(303);
  await sandbox.settled();
  expect(endpoint.received[1]?.body).toEqual(endpoint.received[0]?.body);
  expect((await browser.post('/settings/deliveries/del_999/redeliver')).status).toBe(404);
});

test('a webhook is disabled, enabled, given a new secret, and deleted', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id, secret } = sandbox.addWebhook({ url: endpoint.url });
  const browser = await openPlainBrowser(sandbox);
  const path = `/settings/webhooks/${id}`;
  const { deliveries } = await sandbox.fire('contact.created');
  const resend = `/settings/deliveries/${deliveries[0]}/redeliver`;
  await browser.post(`${path}/disable`);
  expect(sandbox.webhook(id)?.status).toBe('disabled');
  expect((await browser.post(resend)).status).toBe(409);
  await browser.post(`${path}/enable`);
  expect(sandbox.webhook(id)?.status).toBe('active');
  await browser.post(`${path}/rotate-secret`);
  expect(sandbox.webhook(id)?.secret).not.toBe(secret);
  expect(await browser.get(path)).toContain(sandbox.webhook(id)?.secret);
  await browser.post(`${path}/delete`);
  expect(sandbox.webhooks()).toEqual([]);
});

test.each(events.map((event) => [event.name, event] as const))(
  'the form of %s sends the sample back as it is',
  async (name, { sample }) => {
    const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
    sandbox.addWebhook({ url: endpoint.url });
    const browser = await openPlainBrowser(sandbox);
    const page = await browser.get(`/settings/fire?event=${name}`);
    const form = [...page.matchAll(/<input name="(data\.[^"]+)"[^>]*? value="([^"]*)"/g)].map(
      ([, key = '', value = '']): [string, string] => [key, unescaped(value)],
    );
    const selects = [...page.matchAll(/<select name="(data\.[^"]+)".*?<\/select>/gs)].map(
      ([select, key = '']): [string, string] => [
        key,
        /<option selected>(\w+)/.exec(select)?.[1] ?? '',
      ],
    );
    const fired = await browser.post(
      '/settings/fire',
      ['event', name],
      ['from', 'form'],
      ...form,
      ...selects,
    );
    expect(fired.status).toBe(303);
    await sandbox.settled();
    expect(JSON.parse(String(endpoint.received[0]?.body)).data).toEqual(sample.data);
    expect(await browser.get(String(fired.headers.get('location')))).toContain('1 of 1');
  },
);

function unescaped(html: string): string {
  return html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

test('odd ways of firing send what they say', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { secret } = sandbox.addWebhook({ url: endpoint.url });
  const browser = await openPlainBrowser(sandbox);
  const fire = async (way: string) => {
    endpoint.received.length = 0;
    const json = '{"contact":{"id":"con_1"},"odd":[1]}';
    const answer = await browser.post(
      '/settings/fire',
      ['event', 'contact.created'],
      ['from', 'json'],
      ['json', json],
      ['way', way],
    );
    await sandbox.settled();
    const page = await browser.get(String(answer.headers.get('location')));
    const sent = endpoint.received.map(({ body, headers }) => ({
      text: String(body),
      verified: verify(body, headers['x-kolvera-signature'], secret),
    }));
    return { page, sent };
  };
  const valid = await fire('valid');
  expect(JSON.parse(valid.sent[0]?.text ?? '').data).toEqual({
    contact: { id: 'con_1' },
    odd: [1],
  });
  const twice = await fire('twice');
  expect(twice.sent).toHaveLength(2);
  expect(twice.sent[0]).toEqual(twice.sent[1]);
  const dates = (await fire('disordered')).sent.map(({ text }) => JSON.parse(text).created_at);
  expect(dates).toHaveLength(3);
  expect(new Set(dates).size).toBe(3);
  expect(JSON.parse((await fire('flat')).sent[0]?.text ?? '')).toMatchObject({ id: 'con_1' });
  expect(JSON.parse((await fire('anonymous')).sent[0]?.text ?? '').id).toBeUndefined();
  expect((await fire('large')).sent[0]?.text.length).toBeGreaterThan(5_000_000);
  const broken = (await fire('broken')).sent[0]?.text ?? '';
  expect(() => JSON.parse(broken)).toThrow('JSON');
  for (const way of ['forged', 'unsigned']) {
    const forged = await fire(way);
    expect(forged.sent).toMatchObject([{ verified: false }]);
    expect(forged.page).toContain('although the signature is wrong');
  }
});

test('JSON that cannot be sent says why, and is kept', async () => {
  const sandbox = await openSandbox();
  const browser = await openPlainBrowser(sandbox);
  const form: [string, string][] = [
    ['event', 'contact.created'],
    ['from', 'json'],
    ['json', '{"typed": oops'],
  ];
  const answer = await browser.post('/settings/fire', ...form);
  const page = await browser.get(String(answer.headers.get('location')));
  expect(page).toContain('not valid JSON');
  expect(page).toContain('{&quot;typed&quot;: oops');
});

test('the log is filtered, paged to the oldest, and cleared', async () => {
  const [sandbox, endpoint, failing] = await Promise.all([
    openSandbox(),
    openEndpoint(),
    openEndpoint(),
  ]);
  failing.answer = () => ({ status: 410, body: 'Gone for 100%_good' });
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  sandbox.addWebhook({ url: failing.url, events: ['meeting.booked'] });
  for (let n = 0; n < 60; n++) await sandbox.fire('contact.created');
  await sandbox.fire('meeting.booked', { data: { meeting: { title: 'Ünïcode <b>bold</b>' } } });
  await sandbox.settled();
  const browser = await openPlainBrowser(sandbox);
  const rows = (page: string) => page.match(/class="row delivery"/g)?.length ?? 0;
  const log = (query: string) => browser.get(`/settings/deliveries?${query}`);
  expect(rows(await log('outcome=failed'))).toBe(1);
  expect(rows(await log('event=meeting.booked'))).toBe(2);
  expect(rows(await log(`webhook=${id}&event=meeting.booked`))).toBe(1);
  expect(rows(await log('text=100%25_good'))).toBe(1);
  expect(rows(await log('text=100x'))).toBe(0);
  expect(rows(await log(`text=${encodeURIComponent('Ünïcode <b>')}`))).toBe(2);
  let seen = 0;
  for (let path: string | undefined = '/settings/deliveries'; path; ) {
    const page = await browser.get(path);
    seen += rows(page);
    path = /rel="next" href="([^"]+)"/.exec(page)?.[1];
  }
  expect(seen).toBe(62);
  await browser.post('/settings/deliveries/prune');
  expect(sandbox.deliveries()).toEqual([]);
});

test('API keys are created, used and revoked; the printed one stays', async () => {
  const sandbox = await openSandbox();
  const browser = await openPlainBrowser(sandbox);
  await browser.post('/settings/keys', ['name', 'Mine <b>']);
  const page = await browser.get('/settings/connect');
  const keys = new Set(page.match(/kv_sandbox_[\w-]{43}/g));
  keys.delete(sandbox.apiKey);
  const [key = ''] = keys;
  const status = async () =>
    (await fetch(`${sandbox.baseUrl}/me`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(page).toContain('Mine &lt;b&gt;');
  expect(await status()).toBe(200);
  expect(await browser.get('/settings/connect')).toContain('Last used');
  const [revoke = ''] = /\/settings\/keys\/[^"]+/.exec(page) ?? [];
  await browser.post(revoke);
  expect(await status()).toBe(401);
  const me = await fetch(`${sandbox.baseUrl}/me`, {
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  });
  expect(me.status).toBe(200);
});

test('a form of another page is refused, though the cookie comes with it', async () => {
  const sandbox = await openSandbox();
  const { origin, headers } = await openPlainBrowser(sandbox);
  const body = new URLSearchParams({ url: 'https://evil.example/', choice: 'all' });
  const own = new URL(origin);
  for (const other of [undefined, 'null', `http://127.0.0.1:${Number(own.port) + 1}`]) {
    const answer = await fetch(`${origin}/settings/webhooks`, {
      method: 'POST',
      headers: { ...headers, ...(other !== undefined && { origin: other }) },
      body,
    });
    expect(answer.status).toBe(403);
  }
  expect(sandbox.webhooks()).toEqual([]);
});

test('who has not signed in is shown no webhook, whatever goes wrong', async () => {
  const sandbox = await openSandbox();
  const { id } = sandbox.addWebhook({ url: 'https://hooks.example/a-url-that-nobody-guesses' });
  const { origin } = new URL(sandbox.settingsUrl);
  for (const path of ['webhooks', `webhooks/${id}`, `webhooks/${id}/delete`, 'fire', 'sign-in']) {
    for (const headers of [{}, { origin }, { origin: origin.replace('127.0.0.1', 'localhost') }]) {
      const answer = await fetch(`${origin}/settings/${path}`, { method: 'POST', headers });
      expect(answer.status).toBeGreaterThanOrEqual(401);
      expect(await answer.text()).not.toContain('hooks.example');
    }
  }
  expect(sandbox.webhooks()).toHaveLength(1);
});

test('only its own style and script are taken, and the page is neither framed nor kept', async () => {
  const sandbox = await openSandbox();
  const { origin, headers } = await openPlainBrowser(sandbox);
  for (const path of ['/settings/webhooks', '/settings/webhooks/wh_0', '/settings/deliveries']) {
    const answer = await fetch(origin + path, { headers });
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).not.toMatch(/<script>|<style|style="|\son\w+="/);
  }
});
