/** @slow Needs a browser. */
import { events } from '@kolvera/event-schema';
import { imaginaryEvent, withImaginaryEvent } from '@kolvera/event-schema/testing';
import { expect, test } from 'vitest';
import type { Sandbox } from '../src/index.ts';
import { openEndpoint } from './endpoint.ts';
import { openSandbox } from './open-sandbox.ts';

/** A browser that has signed in. */
async function openBrowser(sandbox: Sandbox) {
  const { origin } = new URL(sandbox.settingsUrl);
  const post = (path: string, form: [string, string][], headers: Record<string, string> = {}) =>
    fetch(origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, ...headers },
      body: new URLSearchParams(form),
    });
  const signedIn = await post('/settings/sign-in', [['key', ` ${sandbox.controlKey} `]]);
  expect(signedIn.status).toBe(303);
  const cookie = signedIn.headers.get('set-cookie') ?? '';
  expect(cookie).toMatch(/; Path=\/settings; HttpOnly; SameSite=Strict$/);
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  return {
    origin,
    headers,
    get: async (path: string) => (await fetch(origin + path, { headers })).text(),
    post: (path: string, ...form: [string, string][]) => post(path, form, headers),
  };
}

test('the page asks for the control key', async () => {
  const sandbox = await openSandbox();
  const { origin } = new URL(sandbox.settingsUrl);
  const answer = await fetch(sandbox.settingsUrl);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toMatch(/This is a local Kolvera.*Control key/s);
  for (const key of ['', sandbox.apiKey]) {
    const body = new URLSearchParams({ key });
    const headers = { origin };
    const refused = await fetch(`${origin}/settings/sign-in`, { method: 'POST', headers, body });
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
  }
});

test('a webhook is added: the picker has every event, and the secret is shown once', async () => {
  const sandbox = await openSandbox({ catalogue: withImaginaryEvent() });
  const browser = await openBrowser(sandbox);
  const page = await browser.get('/settings/webhooks');
  for (const { name, label } of [...events, imaginaryEvent]) {
    expect(page).toContain(`value="${name}"> ${label}`);
    expect(page).toContain(`<option value="${name}">`);
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
  const shown = await added.text();
  expect(added.status).toBe(201);
  expect(webhook).toMatchObject({ url, events: ['contact.created', imaginaryEvent.name] });
  expect(shown).toContain(webhook?.secret);
  expect(shown).not.toContain('<script');
  expect(await browser.get('/settings/webhooks')).not.toContain(webhook?.secret);
});

test('a mistake is said, and nothing is added', async () => {
  const sandbox = await openSandbox();
  const browser = await openBrowser(sandbox);
  const wrong = await browser.post(
    '/settings/webhooks',
    ['url', 'http://example.com'],
    ['choice', 'all'],
  );
  expect([wrong.status, await wrong.text()]).toEqual([
    422,
    expect.stringMatching(/role="alert">[^<]*https:\/\//),
  ]);
  const none = await browser.post('/settings/webhooks', ['url', 'https://example.com']);
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('at least one')]);
  expect(sandbox.webhooks()).toEqual([]);
  sandbox.addWebhook({ url: 'https://example.com' });
  const again = await browser.post(
    '/settings/webhooks',
    ['url', 'https://example.com/'],
    ['choice', 'all'],
  );
  expect(again.status).toBe(409);
  expect((await browser.post('/settings/fire', ['event', 'deal.won'])).status).toBe(422);
  expect((await browser.post('/settings/webhooks/wh_0/delete')).status).toBe(404);
});

test('an event is fired, a sample is sent, and the log shows the request', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id } = sandbox.addWebhook({ url: endpoint.url });
  const browser = await openBrowser(sandbox);
  const fired = await browser.post('/settings/fire', ['event', 'meeting.booked']);
  expect(await fired.text()).toContain('Webhooks subscribed to it: 1.');
  await browser.post(`/settings/webhooks/${id}/test`, ['event', 'contact.created']);
  await sandbox.settled();
  const page = await browser.get(`/settings/webhooks/${id}`);
  expect(endpoint.received).toHaveLength(2);
  for (const { headers } of endpoint.received) {
    expect(page).toContain(`x-kolvera-signature: ${headers['x-kolvera-signature']}`);
  }
  const [resend = ''] = /\/settings[^"]*\/redeliver/.exec(page) ?? [];
  expect((await browser.post(resend)).status).toBe(303);
  await sandbox.settled();
  expect(endpoint.received[2]?.body).toEqual(endpoint.received[1]?.body);
  expect((await browser.post(resend.replace(/del_\d+/, 'del_999'))).status).toBe(404);
});

test('a webhook is disabled, enabled, given a new secret, and deleted', async () => {
  const [sandbox, endpoint] = await Promise.all([openSandbox(), openEndpoint()]);
  const { id, secret } = sandbox.addWebhook({ url: endpoint.url });
  const browser = await openBrowser(sandbox);
  const path = `/settings/webhooks/${id}`;
  const { deliveries } = await sandbox.fire('contact.created');
  const resend = `${path}/deliveries/${deliveries[0]}/redeliver`;
  expect(await browser.get(path)).toContain(resend);
  await browser.post(`${path}/disable`);
  expect(sandbox.webhook(id)?.status).toBe('disabled');
  expect(await browser.get(path)).not.toContain(resend);
  expect((await browser.post(resend)).status).toBe(409);
  await browser.post(`${path}/enable`);
  expect(sandbox.webhook(id)?.status).toBe('active');
  const rotated = await (await browser.post(`${path}/rotate-secret`)).text();
  expect(sandbox.webhook(id)?.secret).not.toBe(secret);
  expect(rotated).toContain(sandbox.webhook(id)?.secret);
  await browser.post(`${path}/delete`);
  expect(sandbox.webhooks()).toEqual([]);
});

test('a form of another page is refused, though the cookie comes with it', async () => {
  const sandbox = await openSandbox();
  const { origin, headers } = await openBrowser(sandbox);
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

test('the page runs no script, is not framed, and is not kept', async () => {
  const sandbox = await openSandbox();
  const { origin, headers } = await openBrowser(sandbox);
  for (const path of ['/settings/webhooks', '/settings/webhooks/wh_0']) {
    const answer = await fetch(origin + path, { headers });
    const policy = answer.headers.get('content-security-policy');
    expect(policy).toMatch(/default-src 'none'.*form-action 'self'; frame-ancestors 'none'/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});
