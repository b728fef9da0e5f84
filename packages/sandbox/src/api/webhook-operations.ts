/** @module Creates, lists, changes, deletes and tests webhooks, and rotates their secrets. */
import type { SandboxWebhook } from '../store/webhooks.ts';
import { readCursor, readLimit, writeCursor } from './input.ts';
import type { Handlers, Kolvera } from './operation.ts';
import { Problem } from './problem.ts';
import { readEventName, readNewWebhook, readWebhookChanges } from './webhook-input.ts';

/** The webhook as the API shows it: with the secret only when it is created. */
function shown({ secret: _, ...webhook }: SandboxWebhook) {
  return webhook;
}

/** @throws Problem 404 */
export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Problem(404, 'There is no webhook with this ID.');
  return value;
}

/** @throws Problem 404, 409 */
export function findActive({ webhooks }: Kolvera, id: string): SandboxWebhook {
  const webhook = found(webhooks.find(id));
  if (webhook.status === 'disabled') {
    throw new Problem(409, 'The webhook is disabled. Enable it, then try again.', { id });
  }
  return webhook;
}

export const webhookOperations = {
  createWebhook: ({ body }, { webhooks, catalogue, now }) =>
    webhooks.create(readNewWebhook(body, catalogue), now()),

  listWebhooks({ query }, { webhooks }) {
    const { items, next } = webhooks.page(
      readLimit(query.get('limit')),
      readCursor(query.get('cursor')),
    );
    return { data: items.map(shown), next_cursor: writeCursor(next) };
  },

  getWebhook: ({ param }, { webhooks }) => shown(found(webhooks.find(param('id')))),

  updateWebhook({ param, body }, { webhooks, catalogue, wake }) {
    const webhook = found(webhooks.change(param('id'), readWebhookChanges(body, catalogue)));
    // It may have been enabled, with deliveries pending.
    wake();
    return shown(webhook);
  },

  deleteWebhook({ param }, { webhooks }) {
    webhooks.remove(found(webhooks.find(param('id'))).id);
    return undefined;
  },

  testWebhook({ param, body }, kolvera) {
    const { id } = findActive(kolvera, param('id'));
    kolvera.emitter.test(readEventName(body.event, kolvera.catalogue), id);
    return undefined;
  },

  rotateSecret: ({ param }, { webhooks }) => ({
    secret: found(webhooks.rotateSecret(param('id'))),
  }),
} satisfies Partial<Handlers>;
