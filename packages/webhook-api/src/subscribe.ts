/**
 * @module Subscribing, so that nothing leaks and nothing is lost. docs/decisions/0031-subscribing.md
 * gives the reasons; the tests go through the states in between.
 */
import { eventChoice } from '@kolvera/event-schema';
import { KolveraApiError, type KolveraApiErrorCode, orGone } from './api-error.ts';
import type { Transport } from './api-request.ts';
import { type Send, sender } from './call.ts';
import { listAllWebhooks } from './find-webhooks.ts';
import { assertOwner, describeOwner, isOwnAtUrl, type Owner } from './owner.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  rotateSecret,
  updateWebhook,
} from './requests.ts';
import type { CreatedWebhook, Webhook } from './resources.ts';
import { assertWebhookUrl, normaliseUrl } from './webhook-url.ts';

/**
 * The promise is 20 s (platforms allow a subscription about 30). One of them is left for reporting
 * the timeout, and the 5 before it for removing a leftover.
 */
const WORK_MS = 14_000;
const WHOLE_MS = 19_000;

const REFUSALS: ReadonlySet<KolveraApiErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'invalid',
  'rate_limited',
]);

/** How often to look again when the webhook changes between two requests. */
const ROUNDS = 3;

export interface SubscribeOptions {
  /** Where Kolvera delivers: https, or http on this machine. */
  readonly url: string;
  /** Names of event types; none, or `*` among them, means all. */
  readonly events: readonly string[];
  readonly owner: Owner;
  /** What a person calls the subscription; shown in Kolvera's list. */
  readonly title?: string | undefined;
  /**
   * The webhook secret of the connection's settings, when its user has filled it in. Used only
   * where Kolvera neither returns a webhook's secret nor rotates it.
   */
  readonly secret?: string | undefined;
  /** What an earlier `subscribe` returned; its secret is kept while its webhook exists. */
  readonly known?: Pick<Subscription, 'id' | 'secret'> | undefined;
  /** Stops early. What the call may have created is still removed. */
  readonly signal?: AbortSignal | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly url: string;
  /** As requested; `['*']` is all. */
  readonly events: readonly string[];
  /** Verify deliveries with this, and with the connection's own secret if it has one. */
  readonly secret: string;
}

/**
 * Makes sure that Kolvera delivers these events to the URL, once, and that the secret is known.
 *
 * A webhook of ours for the URL is reused; another's is never changed. It ends within 20 s, over any
 * transport, and may be called again after any failure.
 * @throws KolveraApiError; `conflict` when another's webhook uses the URL.
 */
export async function subscribe(
  transport: Transport,
  options: SubscribeOptions,
): Promise<Subscription> {
  const wanted = readWanted(options);
  const whole = AbortSignal.timeout(WHOLE_MS);
  const ends = [AbortSignal.timeout(WORK_MS), whole, ...(options.signal ? [options.signal] : [])];
  const work = AbortSignal.any(ends);
  const send = sender(transport, work);
  const cleanUp = sender(transport, whole);

  for (let round = 1; ; round += 1) {
    try {
      const at = await findWebhooks(send, wanted);
      if (at.own.length > 0) return await adopt(send, wanted, at.own);
      if (at.another !== undefined) throw takenByAnother(at.another.id);
      return await create(send, cleanUp, wanted);
    } catch (error) {
      if (round === ROUNDS || !changedMeanwhile(error)) throw error;
    }
  }
}

interface Wanted extends SubscribeOptions {
  readonly description: string;
}

function readWanted(options: SubscribeOptions): Wanted {
  const { url, events, owner, title } = options;
  assertWebhookUrl(url);
  assertOwner(owner);
  return { ...options, events: eventChoice(events), description: describeOwner(owner, title) };
}

async function findWebhooks(send: Send, wanted: Wanted) {
  const { webhooks } = await listAllWebhooks(send);
  const here = webhooks.filter((webhook) => isAt(webhook, wanted));
  return {
    own: here.filter((webhook) => isOurs(webhook, wanted)),
    another: here.find((webhook) => !isOurs(webhook, wanted)),
  };
}

function isAt(webhook: Webhook, { url }: Wanted): boolean {
  return normaliseUrl(webhook.url) === normaliseUrl(url);
}

function isOurs(webhook: Webhook, { owner, known }: Wanted): boolean {
  return isOwnAtUrl(webhook, owner, known?.id);
}

/** Takes over webhooks of ours: keeps one, as wanted, and removes the others. */
async function adopt(send: Send, wanted: Wanted, own: readonly Webhook[]): Promise<Subscription> {
  const kept =
    own.find((webhook) => webhook.id === wanted.known?.id) ??
    own.find((webhook) => webhook.status !== 'disabled') ??
    own[0];
  if (kept === undefined) throw new RangeError('adopt needs a webhook');
  // The secret comes first: deliveries of an enabled webhook with an unknown secret could not be
  // verified.
  const secret = await secretOf(send, wanted, kept);
  if (!isAsWanted(kept, wanted)) await change(send, wanted, kept);
  for (const webhook of own) {
    if (webhook !== kept) await orGone(send(deleteWebhook(webhook.id)));
  }
  return { id: kept.id, url: wanted.url, events: wanted.events, secret };
}

async function create(send: Send, cleanUp: Send, wanted: Wanted): Promise<Subscription> {
  const { url, events, description } = wanted;
  let created: CreatedWebhook;
  try {
    created = await send(createWebhook({ url, events, description }));
  } catch (error) {
    const existingId = conflictingId(error);
    if (existingId !== null) return await resolveConflict(send, wanted, existingId);
    // The webhook may exist although the response was lost.
    if (!isRefusal(error)) await removeLeftovers(cleanUp, wanted);
    throw error;
  }
  try {
    const secret = created.secret ?? (await secretOf(send, wanted, created));
    if (created.status === 'disabled') await change(send, wanted, created);
    return { id: created.id, url, events, secret };
  } catch (error) {
    await attempt(cleanUp(deleteWebhook(created.id)));
    throw error;
  }
}

/** The URL is taken, though the list did not show it (its pages shifted, or we run twice at once). */
async function resolveConflict(
  send: Send,
  wanted: Wanted,
  existingId: string,
): Promise<Subscription> {
  const existing = await send(getWebhook(existingId));
  if (!isOurs(existing, wanted)) throw takenByAnother(existing.id);
  return await adopt(send, wanted, [existing]);
}

/**
 * The secret that signs this webhook's deliveries. A rotation comes before the connection's secret,
 * which may be another webhook's: then every genuine delivery would be refused without a notice.
 */
async function secretOf(send: Send, { known, secret }: Wanted, { id }: Webhook): Promise<string> {
  if (known?.id === id && known.secret !== '') return known.secret;
  const rotated = await orGone(send(rotateSecret(id)));
  if (rotated !== undefined) return rotated.secret;
  if (secret) return secret;
  throw new KolveraApiError(
    'unexpected',
    'Kolvera created the webhook but did not return its secret.',
    {
      advice: 'Try again. If that does not help, enter the webhook’s secret in the connection.',
      status: 404,
    },
  );
}

async function change(send: Send, wanted: Wanted, webhook: Webhook): Promise<void> {
  const { url, events, description } = wanted;
  const changes = { url, events, description, status: 'active' };
  const changed = await send(updateWebhook(webhook.id, changes));
  if (changed.status === 'disabled') {
    throw new KolveraApiError('unexpected', 'Kolvera did not enable the webhook.', {
      advice: 'Enable it in Kolvera under Settings → Webhooks, then try again.',
    });
  }
}

function isAsWanted(webhook: Webhook, wanted: Wanted): boolean {
  const events = new Set(webhook.events);
  return (
    webhook.status !== 'disabled' &&
    isAt(webhook, wanted) &&
    events.size === wanted.events.length &&
    wanted.events.every((event) => events.has(event))
  );
}

/** Tried once. A failure is not reported: the next subscribe or unsubscribe cleans up too. */
async function removeLeftovers(cleanUp: Send, wanted: Wanted): Promise<void> {
  const found = await attempt(findWebhooks(cleanUp, wanted));
  for (const webhook of found?.own ?? []) await attempt(cleanUp(deleteWebhook(webhook.id)));
}

/** A webhook was removed (or created, and Kolvera did not name it) between two requests. */
function changedMeanwhile(error: unknown): boolean {
  if (!(error instanceof KolveraApiError)) return false;
  return error.code === 'not_found' || (error.code === 'conflict' && error.existingId === null);
}

/** The webhook that uses the URL, when Kolvera refused a new one for it and named it. */
function conflictingId(error: unknown): string | null {
  return error instanceof KolveraApiError && error.code === 'conflict' ? error.existingId : null;
}

/** Whether Kolvera refused, so that nothing was created. Any other failure leaves that open. */
function isRefusal(error: unknown): boolean {
  return error instanceof KolveraApiError && REFUSALS.has(error.code);
}

function takenByAnother(existingId: string): KolveraApiError {
  return new KolveraApiError(
    'conflict',
    'Another webhook in Kolvera uses this URL, and this connection did not create it.',
    { advice: 'Delete it in Kolvera under Settings → Webhooks, then try again.', existingId },
  );
}

async function attempt<Value>(work: Promise<Value>): Promise<Value | undefined> {
  return work.catch(() => undefined);
}
