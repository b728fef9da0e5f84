/** @module The routes of the webhooks' pages. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { Problem } from '../api/problem.ts';
import { readEventName, readNewWebhook } from '../api/webhook-input.ts';
import { findActive, found } from '../api/webhook-operations.ts';
import { UrlTakenError } from '../store/webhooks.ts';
import type { PageEnv, PageParts } from './page-parts.ts';
import { readWebhookForm, type WebhookFields } from './webhook-form.ts';
import { webhookDetails, webhookList } from './webhook-pages.ts';

/** How many deliveries a webhook's page shows. */
const DELIVERIES = 10;

/** How many deliveries the history of a webhook in the list shows. */
const HISTORY = 16;

export function webhookRoutes(parts: PageParts): Hono<PageEnv> {
  const { kolvera, changes, show, leave } = parts;
  const { catalogue, deliveries, webhooks, emitter } = kolvera;
  const app = new Hono<PageEnv>();

  const typedIn = (c: Context): WebhookFields | undefined => {
    const typed = parts.typedIn(c);
    return typed && readWebhookForm(typed);
  };

  /** Saves a form. If it is refused, shows it again with what was typed. */
  async function submit(
    c: Context,
    formPath: string,
    save: (fields: WebhookFields) => Response,
  ): Promise<Response> {
    const fields = readWebhookForm(await c.req.parseBody({ all: true }));
    try {
      if (fields.events.length === 0) throw new Problem(422, 'Choose at least one event.');
      const response = save(fields);
      changes.note();
      return response;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof UrlTakenError)) throw error;
      const { url, description, events } = fields;
      const choice = events.includes('*') ? 'all' : 'some';
      const typed = { url, description, choice, events };
      const content =
        error instanceof UrlTakenError
          ? html`${error.message} <a href="/settings/webhooks/${error.webhookId}">Open it</a>`
          : error.message;
      return leave(c, formPath, { kind: 'error', content, typed });
    }
  }

  app.get('/webhooks', (c) => {
    const listed = webhooks.all().map((webhook) => {
      const { items: recent } = deliveries.page({ webhookId: webhook.id }, HISTORY);
      return { webhook, recent };
    });
    return show(c, 'webhooks', 'Webhooks', webhookList(listed, catalogue, typedIn(c)));
  });

  app.post('/webhooks', (c) =>
    submit(c, '/settings/webhooks', (fields) => {
      const { description, ...rest } = fields;
      const input = description === '' ? rest : fields;
      const { id } = webhooks.create(readNewWebhook({ ...input }, catalogue), kolvera.now());
      const content = 'Webhook added. Give the secret below to the endpoint.';
      return leave(c, `/settings/webhooks/${id}`, { kind: 'done', content });
    }),
  );

  app.get('/webhooks/:id', (c) => {
    const webhook = found(webhooks.find(c.req.param('id')));
    const { items } = deliveries.page({ webhookId: webhook.id }, DELIVERIES);
    const content = webhookDetails(webhook, items, catalogue, typedIn(c));
    return show(c, 'webhooks', webhook.url, content);
  });

  app.post('/webhooks/:id', (c) => {
    const { id } = found(webhooks.find(c.req.param('id')));
    const path = `/settings/webhooks/${id}`;
    return submit(c, path, (fields) => {
      webhooks.change(id, readNewWebhook({ ...fields }, catalogue));
      return leave(c, path, { kind: 'done', content: 'Saved.' });
    });
  });

  /** A button of a webhook's page. `press` returns the message that follows. */
  const button = (action: string, press: (id: string, c: Context) => Promise<string> | string) => {
    app.post(`/webhooks/:id/${action}`, async (c) => {
      const { id } = found(webhooks.find(c.req.param('id') ?? ''));
      const content = await press(id, c);
      changes.note();
      const path = webhooks.find(id) ? `/settings/webhooks/${id}` : '/settings/webhooks';
      return leave(c, path, { kind: 'done', content });
    });
  };

  button('test', async (id, c) => {
    findActive(kolvera, id);
    const event = readEventName((await c.req.parseBody()).event, catalogue);
    emitter.test(event, id);
    return `Sent a sample of ${event}.`;
  });
  button('rotate-secret', (id) => {
    webhooks.rotateSecret(id);
    return 'The secret was rotated. Give the new one to the endpoint.';
  });
  button('enable', (id) => {
    webhooks.change(id, { status: 'active' });
    kolvera.wake();
    return 'Enabled. Pending deliveries are being sent.';
  });
  button('disable', (id) => {
    webhooks.change(id, { status: 'disabled' });
    return 'Disabled.';
  });
  button('delete', (id) => {
    webhooks.remove(id);
    return 'Webhook deleted.';
  });

  return app;
}
