/** @module Unsubscribing: afterwards no webhook of ours delivers to the URL. */
import { orGone } from './api-error.ts';
import type { Transport } from './api-request.ts';
import { type Send, sender } from './call.ts';
import { listAllWebhooks } from './find-webhooks.ts';
import { isOwn, isOwnAtUrl, type Owner } from './owner.ts';
import { deleteWebhook, getWebhook } from './requests.ts';
import type { Webhook } from './resources.ts';
import { normaliseUrl } from './webhook-url.ts';

/** The promise is 20 s; the last one is left for reporting the timeout. */
const WHOLE_MS = 19_000;

export interface UnsubscribeOptions {
  /** The subscription's id, when it is known. */
  readonly id?: string | undefined;
  readonly url: string;
  readonly owner: Owner;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Removes our webhook, by id and by URL, and whatever a failed call left for that URL.
 *
 * A webhook that no longer exists (404, 410) is success; so is one that is not ours, which is left
 * alone. Ours has our marker or the id and delivers to the URL, or has both and delivers elsewhere by
 * now. It ends within 20 s, over any transport, and may be called again after any failure.
 * @throws KolveraApiError
 */
export async function unsubscribe(
  transport: Transport,
  options: UnsubscribeOptions,
): Promise<void> {
  const ends = [AbortSignal.timeout(WHOLE_MS), ...(options.signal ? [options.signal] : [])];
  const send = sender(transport, AbortSignal.any(ends));

  const pages = await removeOwn(send, options);
  // Entries may have moved from a page that was not read yet to one that was.
  if (pages > 1) await removeOwn(send, options);
}

/** @returns the number of pages in which Kolvera listed the webhooks. */
async function removeOwn(send: Send, options: UnsubscribeOptions): Promise<number> {
  const { webhooks, pages } = await listAllWebhooks(send);
  for (const webhook of await ownAmong(webhooks, send, options)) {
    await orGone(send(deleteWebhook(webhook.id)));
  }
  return pages;
}

async function ownAmong(
  webhooks: readonly Webhook[],
  send: Send,
  { id, url, owner }: UnsubscribeOptions,
): Promise<readonly Webhook[]> {
  const normalisedUrl = normaliseUrl(url);
  const isListed = id === undefined || webhooks.some((webhook) => webhook.id === id);
  const byId = isListed ? undefined : await orGone(send(getWebhook(id)));
  return [...webhooks, ...(byId ? [byId] : [])].filter((webhook) => {
    const isHere = normalisedUrl !== null && normaliseUrl(webhook.url) === normalisedUrl;
    return isHere ? isOwnAtUrl(webhook, owner, id) : webhook.id === id && isOwn(webhook, owner);
  });
}
