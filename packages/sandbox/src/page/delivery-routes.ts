/** @module The routes of the deliveries' pages. */
import { Hono } from 'hono';
import { Problem } from '../api/problem.ts';
import { findActive } from '../api/webhook-operations.ts';
import type { DeliveryStatus, SandboxDelivery } from '../store/deliveries.ts';
import { deliveryDetails, deliveryList, OFFERED_WEBHOOKS } from './delivery-pages.ts';
import type { PageEnv, PageParts } from './routes.ts';

/** How many deliveries are on a page. */
const SHOWN = 25;

const STATUSES: readonly DeliveryStatus[] = ['delivered', 'failed', 'pending'];

export function deliveryRoutes({ kolvera, log, prune, show, leave }: PageParts): Hono<PageEnv> {
  const { catalogue, webhooks, deliveries, emitter } = kolvera;
  const app = new Hono<PageEnv>();

  /** @throws Problem 404 */
  function findDelivery(id: string): SandboxDelivery {
    const delivery = deliveries.find(id);
    if (delivery === undefined) {
      throw new Problem(404, 'No delivery has this ID. It may have been pruned.');
    }
    return delivery;
  }

  app.get('/deliveries', async (c) => {
    const { webhook, event, outcome, text, before } = c.req.query();
    const search = {
      webhookId: webhook || undefined,
      event: event || undefined,
      status: STATUSES.find((status) => status === outcome),
      text: text || undefined,
    };
    const from = before === undefined ? undefined : Number(before);
    const start = Number.isSafeInteger(from) ? from : undefined;
    const page = await log.search(search, SHOWN, start);
    // Those of the rows, and some for the filter to offer.
    const offered = webhooks.page(OFFERED_WEBHOOKS).items;
    const others = page.items.flatMap(({ webhook_id }) => webhooks.find(webhook_id) ?? []);
    const chosen = search.webhookId === undefined ? undefined : webhooks.find(search.webhookId);
    const known = new Map(
      [...(chosen ? [chosen] : []), ...offered, ...others].map((one) => [one.id, one]),
    );
    const about = { total: log.count(), first: from === undefined };
    return show(
      c,
      'deliveries',
      'Deliveries',
      deliveryList(search, page, [...known.values()], catalogue, about),
    );
  });

  app.post('/deliveries/prune', async (c) => {
    const removed = await prune({ deliveries: 0 });
    const content = `Removed ${removed.toLocaleString('en')} deliveries.`;
    return leave(c, '/settings/deliveries', { kind: 'done', content });
  });

  app.get('/deliveries/:id', (c) => {
    const delivery = findDelivery(c.req.param('id'));
    const content = deliveryDetails(delivery, webhooks.find(delivery.webhook_id));
    return show(c, 'deliveries', `${delivery.event} ${delivery.id}`, content);
  });

  app.get('/deliveries/:id/body', (c) => {
    const { body } = findDelivery(c.req.param('id'));
    return c.body(new Uint8Array(body), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="body.json"',
    });
  });

  app.post('/deliveries/:id/redeliver', (c) => {
    const delivery = findDelivery(c.req.param('id'));
    findActive(kolvera, delivery.webhook_id);
    const { id } = emitter.redeliver(delivery);
    return leave(c, `/settings/deliveries/${id}`, {
      kind: 'done',
      content: 'Sent again, as this new delivery.',
    });
  });

  return app;
}
