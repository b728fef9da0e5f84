/** @module The page Settings → Webhooks: what Kolvera's own page does by hand. */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { findDelivery } from '../api/delivery-operations.ts';
import type { Kolvera } from '../api/operation.ts';
import { Problem } from '../api/problem.ts';
import { readEventName, readNewWebhook } from '../api/webhook-input.ts';
import { findActive, found } from '../api/webhook-operations.ts';
import { UrlTakenError } from '../store/webhooks.ts';
import { layout, type Notice, newSecretNotice, pageHeaders } from './layout.ts';
import { isSignedIn, requireOwnForm, signIn } from './session.ts';
import { webhookDetails } from './webhook-details.ts';
import { webhookList } from './webhook-list.ts';

const SHOWN_DELIVERIES = 50;

const signInForm = html`<p>This is a local Kolvera: a stand-in for trying webhooks, with no connection to kolvera.io. Here
you add webhooks, fire events and read what became of each delivery.</p>
<form method="post" action="/settings/sign-in">
<label>Control key <small>(printed in the terminal where it was started)</small><br>
<input type="password" name="key" required autocomplete="current-password"></label>
<button>Sign in</button>
</form>`;

/** The page's routes, to be mounted at /settings. */
export function pageRoutes(kolvera: Kolvera): Hono<{ Bindings: HttpBindings }> {
  const { account, catalogue, webhooks, deliveries, emitter } = kolvera;
  const app = new Hono<{ Bindings: HttpBindings }>();

  const showList = (c: Context, notice?: Notice) =>
    c.html(layout('Webhooks', webhookList(webhooks.all(), catalogue), notice));

  const showWebhook = (c: Context, notice?: Notice) => {
    const webhook = found(webhooks.find(c.req.param('id') ?? ''));
    const log = deliveries.page(webhook.id, SHOWN_DELIVERIES).items;
    return c.html(layout('Webhook', webhookDetails(webhook, log, catalogue), notice));
  };

  app.onError((error, c) => {
    const problem = error instanceof UrlTakenError ? new Problem(409, error.message) : error;
    if (!(problem instanceof Problem)) throw error;
    c.status(problem.status);
    const notice = { kind: 'error', content: problem.message } as const;
    if (!isSignedIn(c, account.controlKey)) return c.html(layout('Sign in', signInForm, notice));
    return showList(c, notice);
  });

  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
    if (c.req.method === 'POST') requireOwnForm(c);
    if (isSignedIn(c, account.controlKey) || c.req.path === '/settings/sign-in') return next();
    c.status(401);
    return c.html(layout('Sign in', signInForm));
  });

  app.post('/sign-in', async (c) => {
    const { key } = await c.req.parseBody();
    if (signIn(c, String(key), account.controlKey)) return c.redirect('/settings/webhooks', 303);
    c.status(401);
    const notice = { kind: 'error', content: 'That is not the control key.' } as const;
    return c.html(layout('Sign in', signInForm, notice));
  });

  app.get('/webhooks', (c) => showList(c));
  app.get('/webhooks/:id', (c) => showWebhook(c));

  app.post('/webhooks', async (c) => {
    const { url, choice, events = [] } = await c.req.parseBody({ all: true });
    const chosen = choice === 'all' ? ['*'] : [events].flat();
    if (chosen.length === 0) throw new Problem(422, 'Choose at least one event.');
    const webhook = webhooks.create(
      readNewWebhook({ url, events: chosen }, catalogue),
      kolvera.now(),
    );
    c.status(201);
    return showList(c, newSecretNotice(webhook.secret));
  });

  app.post('/fire', async (c) => {
    const event = readEventName((await c.req.parseBody()).event, catalogue);
    const fired = await emitter.fire(event);
    const content = `Fired ${event}. Webhooks subscribed to it: ${fired.deliveries.length}.`;
    return showList(c, { kind: 'done', content });
  });

  app.post('/webhooks/:id/test', async (c) => {
    const { id } = findActive(kolvera, c.req.param('id'));
    const event = readEventName((await c.req.parseBody()).event, catalogue);
    await emitter.test(event, id);
    return c.redirect(`/settings/webhooks/${id}`, 303);
  });

  app.post('/webhooks/:id/deliveries/:delivery_id/redeliver', (c) => {
    const { id } = findActive(kolvera, c.req.param('id'));
    emitter.redeliver(findDelivery(kolvera, id, c.req.param('delivery_id')));
    return c.redirect(`/settings/webhooks/${id}`, 303);
  });

  app.post('/webhooks/:id/rotate-secret', (c) => {
    const { id } = found(webhooks.find(c.req.param('id')));
    return showWebhook(c, newSecretNotice(webhooks.rotateSecret(id) ?? ''));
  });

  for (const [action, status] of [
    ['enable', 'active'],
    ['disable', 'disabled'],
  ] as const) {
    app.post(`/webhooks/:id/${action}`, (c) => {
      const { id } = found(webhooks.change(c.req.param('id') ?? '', { status }));
      kolvera.wake(id);
      return c.redirect(`/settings/webhooks/${id}`, 303);
    });
  }

  app.post('/webhooks/:id/delete', (c) => {
    webhooks.remove(found(webhooks.find(c.req.param('id'))).id);
    return c.redirect('/settings/webhooks', 303);
  });

  return app;
}
