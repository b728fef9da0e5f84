/** @module The routes of the webhooks' pages. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { Problem } from '../api/problem.ts';
import { readEventName, readNewWebhook } from '../api/webhook-input.ts';
import { findActive, found } from '../api/webhook-operations.ts';
import { UrlTakenError } from '../store/webhooks.ts';
import type { Note } from './notes.ts';
import type { PageEnv, PageParts } from './routes.ts';
import { readWebhookForm, type WebhookFields } from './webhook-form.ts';
import { webhookDetails, webhookList } from './webhook-pages.ts';

/** How many webhooks, and how many of a webhook's deliveries, are on a page. */
const WEBHOOKS = 50;
const DELIVERIES = 10;

/** How many outcomes a webhook's history shows. */
const HISTORY = 16;

export function webhookRoutes({
  kolvera,
  log,
  changes,
  notes,
  show,
  leave,
}: PageParts): Hono<PageEnv> {
  const { catalogue, webhooks, emitter } = kolvera;
  const app = new Hono<PageEnv>();

  const typedIn = (c: Context): WebhookFields | undefined => {
    const typed = notes.find(c.req.query('note'))?.typed;
    return typed && readWebhookForm(typed);
  };

  /** Goes back to the form, which keeps what was typed, when it was refused. */
  async function submit(c: Context, formPath: string, save: (fields: WebhookFields) => string) {
    const form = await c.req.parseBody({ all: true });
    const fields = readWebhookForm(form);
    try {
      if (fields.events.length === 0) throw new Problem(422, 'Choose at least one event.');
      const path = save(fields);
      changes.note();
      return path;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof UrlTakenError)) throw error;
      const { url, description, events } = fields;
      const choice = events.includes('*') ? 'all' : 'some';
      const typed = { url, description, choice, events };
      const content =
        error instanceof UrlTakenError
          ? html`${error.message} <a href="/settings/webhooks/${error.webhookId}">Open it</a>`
          : error.message;
      return notes.leave(formPath, { kind: 'error', content, typed });
    }
  }

  app.get('/webhooks', (c) => {
    const before = Number(c.req.query('before') ?? Number.MAX_SAFE_INTEGER);
    const { items, next } = webhooks.page(WEBHOOKS, Number.isSafeInteger(before) ? before : 0);
    const history = log.history(HISTORY);
    const listed = items.map((webhook) => {
      const known = history.get(webhook.id);
      const last = known && log.summary(known.newest);
      return { webhook, last, history: known?.statuses ?? [] };
    });
    return show(
      c,
      'webhooks',
      'Webhooks',
      webhookList({ items: listed, next }, catalogue, typedIn(c)),
    );
  });

  app.post('/webhooks', async (c) => {
    const path = await submit(c, '/settings/webhooks', (fields) => {
      const { description, ...rest } = fields;
      const input = description === '' ? rest : fields;
      const { id } = webhooks.create(readNewWebhook({ ...input }, catalogue), kolvera.now());
      const content = 'Webhook added. Its secret is below; give it to the endpoint.';
      return notes.leave(`/settings/webhooks/${id}`, { kind: 'done', content });
    });
    return c.redirect(path, 303);
  });

  app.get('/webhooks/:id', async (c) => {
    const webhook = found(webhooks.find(c.req.param('id')));
    const { items } = await log.search({ webhookId: webhook.id }, DELIVERIES);
    const content = webhookDetails(webhook, items, catalogue, typedIn(c));
    return show(c, 'webhooks', webhook.url, content);
  });

  app.post('/webhooks/:id', async (c) => {
    const { id } = found(webhooks.find(c.req.param('id')));
    const own = `/settings/webhooks/${id}`;
    const path = await submit(c, own, (fields) => {
      webhooks.change(id, readNewWebhook({ ...fields }, catalogue));
      return notes.leave(own, { kind: 'done', content: 'Saved.' });
    });
    return c.redirect(path, 303);
  });

  /** A button of a webhook's page. */
  const button = (action: string, press: (id: string, c: Context) => Promise<Note> | Note) => {
    app.post(`/webhooks/:id/${action}`, async (c) => {
      const { id } = found(webhooks.find(c.req.param('id') ?? ''));
      const note = await press(id, c);
      changes.note();
      const there = webhooks.find(id) ? `/settings/webhooks/${id}` : '/settings/webhooks';
      return leave(c, there, note);
    });
  };

  button('test', async (id, c) => {
    findActive(kolvera, id);
    const event = readEventName((await c.req.parseBody()).event, catalogue);
    await emitter.test(event, id);
    return { kind: 'done', content: `Sent a sample of ${event}.` };
  });
  button('rotate-secret', (id) => {
    webhooks.rotateSecret(id);
    return { kind: 'done', content: 'The secret was rotated. Give the new one to the endpoint.' };
  });
  button('enable', (id) => {
    webhooks.change(id, { status: 'active' });
    kolvera.wake(id);
    return { kind: 'done', content: 'Enabled. What it was owed is being sent.' };
  });
  button('disable', (id) => {
    webhooks.change(id, { status: 'disabled' });
    return { kind: 'done', content: 'Disabled.' };
  });
  button('delete', (id) => {
    webhooks.remove(id);
    return { kind: 'done', content: 'Webhook deleted.' };
  });

  return app;
}
