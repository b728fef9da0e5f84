/** @module `kolvera webhooks`: one request for each verb. */
import { ALL_EVENTS, eventChoice } from '@kolvera/event-schema';
import {
  call,
  createWebhook,
  deleteWebhook,
  listAllWebhooks,
  rotateSecret,
  type Transport,
  testWebhook,
  updateWebhook,
  type Webhook,
} from '@kolvera/webhook-api';
import { CommandError } from '../command-error.ts';
import { printer, table } from '../printer.ts';
import type { Surroundings } from '../surroundings.ts';
import { waiting } from '../waiting.ts';
import { type ApiOptions, openApi } from './api.ts';

export interface WebhookCall {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly description?: string;
  readonly enable?: boolean;
  readonly disable?: boolean;
  readonly event?: string;
  readonly json?: boolean;
}

interface Result {
  readonly text: string;
  readonly data: unknown;
}

type Verb = (transport: Transport, id: string, options: WebhookCall) => Promise<Result>;

const verbs = {
  async list(transport) {
    const { webhooks } = await listAllWebhooks((request) => call(transport, request));
    const rows = webhooks.map((webhook) => [
      webhook.id,
      webhook.status,
      eventsOf(webhook),
      webhook.url,
    ]);
    const text =
      rows.length === 0
        ? 'There are no webhooks.'
        : table([['ID', 'Status', 'Events', 'URL'], ...rows]);
    return { text, data: webhooks };
  },

  async add(transport, _, { url = '', events = [], description }) {
    const webhook = {
      url,
      events: [...eventChoice(events)],
      ...(description !== undefined && { description }),
    };
    const created = await call(transport, createWebhook(webhook));
    const secret =
      created.secret === null
        ? 'Kolvera did not return a secret.'
        : `Secret, shown only once: ${created.secret}`;
    return { text: `Added ${created.id} for ${created.url}.\n${secret}`, data: created };
  },

  async update(transport, id, { url, events, description, enable, disable }) {
    const changes = {
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events: [...eventChoice(events)] }),
      ...(description !== undefined && { description }),
      ...((enable || disable) && { status: disable ? 'disabled' : 'active' }),
    };
    if (Object.keys(changes).length === 0) {
      throw new CommandError(
        'no_change',
        'Nothing to change. Use --url, --events, --description, --enable or --disable.',
      );
    }
    const changed = await call(transport, updateWebhook(id, changes));
    return { text: `Changed ${describe(changed)}`, data: changed };
  },

  async delete(transport, id) {
    await call(transport, deleteWebhook(id));
    return { text: `Deleted ${id}.`, data: { deleted: id } };
  },

  async 'rotate-secret'(transport, id) {
    const rotated = await call(transport, rotateSecret(id));
    return { text: `New secret of ${id}: ${rotated.secret}`, data: { id, ...rotated } };
  },

  async test(transport, id, { event = '' }) {
    await call(transport, testWebhook(id, event));
    return { text: `Kolvera is sending a sample of ${event} to ${id}.`, data: { id, event } };
  },
} satisfies Readonly<Record<string, Verb>>;

export type WebhookVerb = keyof typeof verbs;

/** @throws CommandError, KolveraApiError */
export async function callWebhooks(
  around: Surroundings,
  verb: WebhookVerb,
  id: string,
  options: ApiOptions & WebhookCall,
): Promise<void> {
  const { transport } = await openApi(options, around);
  const done = waiting(around, 'Waiting for Kolvera');
  const run: Verb = verbs[verb];
  const { text, data } = await run(transport, id, options).finally(done);
  printer(around, options).result(text, data);
}

function describe(webhook: Webhook): string {
  return `${webhook.id}: ${webhook.status}, ${eventsOf(webhook)}, ${webhook.url}`;
}

function eventsOf({ events }: { readonly events: readonly string[] }): string {
  return events.includes(ALL_EVENTS) ? 'all' : events.join(',');
}
