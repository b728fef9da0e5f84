/** @module The routes of the deliveries' pages. */
import { Hono } from 'hono';
import { Problem } from '../api/problem.ts';
import { findActive } from '../api/webhook-operations.ts';
import type { DeliveryStatus, LoggedDelivery } from '../store/deliveries.ts';
import { deliveryDetails, deliveryList } from './delivery-pages.ts';
import type { PageEnv, PageParts } from './page-parts.ts';

/** How many deliveries are on a page. */
const SHOWN = 25;

const STATUSES: readonly DeliveryStatus[] = ['delivered', 'failed', 'pending'];

export function deliveryRoutes({ kolvera, prune, show, leave }: PageParts): Hono<PageEnv> {
  const { catalogue, webhooks, deliveries, emitter } = kolvera;
  const app = new Hono<PageEnv>();

  /** @throws Problem 404 */
  function findDelivery(id: string): LoggedDelivery {
    const delivery = deliveries.find(id);
    if (delivery === undefined) {
      throw new Problem(404, 'There is no delivery with this ID. It may have been pruned.');
    }
    return delivery;
  }

  app.get('/deliveries', (c) => {
    const { webhook, event, outcome, text, before } = c.req.query();
    const filter = {
      webhookId: webhook || undefined,
      event: event || undefined,
      status: STATUSES.find((status) => status === outcome),
      text: text || undefined,
    };
    const start = Number(before);
    const page = deliveries.page(filter, SHOWN, Number.isSafeInteger(start) ? start : undefined);
    const about = { total: deliveries.count(), first: before === undefined };
    const content = deliveryList(filter, page, webhooks.all(), catalogue, about);
    return show(c, 'deliveries', 'Deliveries', content);
  });

  app.post('/deliveries/prune', (c) => {
    const removed = prune({ deliveries: 0 });
    const content = `Removed ${removed.toLocaleString('en')} deliveries.`;
    return leave(c, '/settings/deliveries', { kind: 'done', content });
  });

  app.get('/deliveries/:id', (c) => {
    const delivery = findDelivery(c.req.param('id'));
    const webhook = webhooks.find(delivery.webhook_id);
    const content = deliveryDetails(delivery, deliveries.body(delivery.id), webhook);
    return show(c, 'deliveries', `${delivery.event} ${delivery.id}`, content);
  });

  app.get('/deliveries/:id/body', (c) => {
    const { id } = findDelivery(c.req.param('id'));
    return c.body(new Uint8Array(deliveries.body(id)), 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="body.json"',
    });
  });

  app.post('/deliveries/:id/redeliver', (c) => {
    const delivery = findDelivery(c.req.param('id'));
    findActive(kolvera, delivery.webhook_id);
    const id = emitter.redeliver(delivery);
    const content = 'Sent again, as this new delivery.';
    return leave(c, `/settings/deliveries/${id}`, { kind: 'done', content });
  });

  return app;
}
