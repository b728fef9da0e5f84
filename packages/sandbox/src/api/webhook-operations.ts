/** @module Webhooks: made, listed, changed, removed, tested, given a new secret. */
import type { SandboxWebhook } from '../store/webhooks.ts';
import { readCursor, readLimit, writeCursor } from './input.ts';
import type { Kolvera, Operation } from './operation.ts';
import { Problem } from './problem.ts';
import {
  CHANGED_WEBHOOK_KEYS,
  NEW_WEBHOOK_KEYS,
  readEventName,
  readNewWebhook,
  readWebhookChanges,
} from './webhook-input.ts';

/** The webhook as the API shows it: the secret only when it is new. */
function shown({ secret: _, ...webhook }: SandboxWebhook) {
  return webhook;
}

/** @throws Problem 404 */
export function found(webhook: SandboxWebhook | undefined): SandboxWebhook {
  if (webhook === undefined) throw new Problem(404, 'There is no webhook with this id.');
  return webhook;
}

/** @throws Problem 404, 409 */
export function findActive({ webhooks }: Kolvera, id: string): SandboxWebhook {
  const webhook = found(webhooks.find(id));
  if (webhook.status === 'disabled') {
    throw new Problem(409, 'The webhook is disabled. Enable it first.', { id });
  }
  return webhook;
}

export const webhookOperations: readonly Operation[] = [
  {
    id: 'createWebhook',
    method: 'POST',
    path: '/webhooks',
    bodyKeys: NEW_WEBHOOK_KEYS,
    run: ({ body }, { webhooks, catalogue, now }) => ({
      status: 201,
      body: webhooks.create(readNewWebhook(body, catalogue), now()),
    }),
  },
  {
    id: 'listWebhooks',
    method: 'GET',
    path: '/webhooks',
    query: ['limit', 'cursor'],
    run({ query }, { webhooks }) {
      const page = webhooks.page(readLimit(query.get('limit')), readCursor(query.get('cursor')));
      return {
        status: 200,
        body: { data: page.items.map(shown), next_cursor: writeCursor(page.next) },
      };
    },
  },
  {
    id: 'getWebhook',
    method: 'GET',
    path: '/webhooks/:id',
    run: ({ param }, { webhooks }) => ({
      status: 200,
      body: shown(found(webhooks.find(param('id')))),
    }),
  },
  {
    id: 'updateWebhook',
    method: 'PATCH',
    path: '/webhooks/:id',
    bodyKeys: CHANGED_WEBHOOK_KEYS,
    run({ param, body }, { webhooks, catalogue, wake }) {
      const webhook = found(webhooks.change(param('id'), readWebhookChanges(body, catalogue)));
      // What it was owed while it was disabled is sent now.
      wake(webhook.id);
      return { status: 200, body: shown(webhook) };
    },
  },
  {
    id: 'deleteWebhook',
    method: 'DELETE',
    path: '/webhooks/:id',
    run({ param }, { webhooks }) {
      found(webhooks.find(param('id')));
      webhooks.remove(param('id'));
      return { status: 204 };
    },
  },
  {
    id: 'testWebhook',
    method: 'POST',
    path: '/webhooks/:id/test',
    bodyKeys: ['event'],
    async run({ param, body }, kolvera) {
      const { id } = findActive(kolvera, param('id'));
      await kolvera.emitter.test(readEventName(body.event, kolvera.catalogue), id);
      return { status: 202 };
    },
  },
  {
    id: 'rotateSecret',
    method: 'POST',
    path: '/webhooks/:id/rotate-secret',
    run({ param }, { webhooks }) {
      found(webhooks.find(param('id')));
      return { status: 200, body: { secret: webhooks.rotateSecret(param('id')) } };
    },
  },
];
