/** @module Reads the list of webhooks to its end. */
import { KolveraApiError } from './api-error.ts';
import type { Send } from './call.ts';
import { listWebhooks } from './requests.ts';
import type { Page, Webhook } from './resources.ts';

const PAGE_SIZE = 100;
const MAX_PAGES = 100;

export interface WebhookList {
  readonly webhooks: readonly Webhook[];
  /** With more than one page, entries that moved while we read may be missing. */
  readonly pages: number;
}

/**
 * Every webhook of the workspace, each once: pages may overlap when the list changes in between.
 * @throws KolveraApiError `unexpected` for a list that does not end.
 */
export async function listAllWebhooks(send: Send): Promise<WebhookList> {
  const byId = new Map<string, Webhook>();
  let cursor: string | null = null;
  for (let pages = 1; pages <= MAX_PAGES; pages += 1) {
    const page: Page<Webhook> = await send(listWebhooks({ limit: PAGE_SIZE, cursor }));
    for (const webhook of page.data) byId.set(webhook.id, webhook);
    cursor = page.next_cursor;
    if (!cursor) return { webhooks: [...byId.values()], pages };
  }
  throw new KolveraApiError(
    'unexpected',
    'Kolvera’s list of webhooks does not end, so this URL could not be looked up.',
    { advice: 'Try again later.' },
  );
}
