/**
 * @module Subscribing, so that nothing leaks and nothing is lost. docs/decisions/0031-subscribing.md
 * gives the reasons; the tests go through the states in between.
 */
import { eventChoice } from '@kolvera/event-schema';
import { isGone, KolveraApiError, type KolveraApiErrorCode, orGone } from './api-error.ts';
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
 * The promise is 20 s (platforms give a subscription about 30), of which one is left for noticing
 * the end and saying so; the last 5 s before it are kept for removing a leftover.
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

/** How often to look again when the webhook changes hands between two requests. */
const ROUNDS = 3;

export interface SubscribeOptions {
  /** Where Kolvera is to deliver: https, or http on this machine. */
  readonly url: string;
  /** Names of event types; none, or `*` among them, means all. */
  readonly events: readonly string[];
  readonly owner: Owner;
  /** What a person calls the subscription; shown in Kolvera's list. */
  readonly title?: string | undefined;
  /**
   * The webhook secret of the connection's settings, when its user has filled it in. It is given
   * back only where Kolvera neither tells a webhook's secret nor rotates it.
   */
  readonly secret?: string | undefined;
  /** What an earlier `subscribe` gave back; its secret is kept while its webhook lives. */
  readonly known?: Pick<Subscription, 'id' | 'secret'> | undefined;
  /** Stops the work early. What the call may have created is removed all the same. */
  readonly signal?: AbortSignal | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly url: string;
  /** As asked for; `['*']` is all. */
  readonly events: readonly string[];
  /** Verify deliveries with this one, and with the connection's own secret if it has one. */
  readonly secret: string;
}

/**
 * Makes sure that Kolvera delivers these events to the URL, once, and that the secret is known.
 *
 * A webhook of ours for the URL is used again; another's is never changed. It ends within 20 s,
 * over any transport, and may be called again after any failure.
 * @throws KolveraApiError; `conflict` when the URL belongs to another's webhook.
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

interface Wanted {
  readonly url: string;
  readonly normalisedUrl: string | null;
  readonly events: readonly string[];
  readonly description: string;
  readonly owner: Owner;
  readonly secret: string | undefined;
  readonly known: Pick<Subscription, 'id' | 'secret'> | undefined;
}

function readWanted({ url, events, owner, title, secret, known }: SubscribeOptions): Wanted {
  assertWebhookUrl(url);
  assertOwner(owner);
  return {
    url,
    normalisedUrl: normaliseUrl(url),
    events: eventChoice(events),
    description: describeOwner(owner, title),
    owner,
    secret: secret || undefined,
    known,
  };
}

async function findWebhooks(send: Send, wanted: Wanted) {
  const { webhooks } = await listAllWebhooks(send);
  const here = webhooks.filter((webhook) => normaliseUrl(webhook.url) === wanted.normalisedUrl);
  return {
    own: here.filter((webhook) => isOurs(webhook, wanted)),
    another: here.find((webhook) => !isOurs(webhook, wanted)),
  };
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
  // The secret comes first: an enabled webhook with an unknown secret would deliver what nobody
  // can verify.
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
    // The webhook may be there although the answer is not.
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

/** The list did not show it (its pages shifted, or two of us are at work), but the URL is taken. */
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
 * What this webhook's deliveries are signed with. A rotation comes before the connection's secret,
 * which may be another webhook's: then every genuine delivery would be refused, and nobody told.
 */
async function secretOf(send: Send, { known, secret }: Wanted, { id }: Webhook): Promise<string> {
  if (known?.id === id && known.secret !== '') return known.secret;
  try {
    return (await send(rotateSecret(id))).secret;
  } catch (error) {
    if (!isGone(error)) throw error;
    if (secret !== undefined) return secret;
    throw new KolveraApiError(
      'unexpected',
      'Kolvera created the webhook but did not return its secret.',
      {
        advice: 'Try again. If that does not help, enter the webhook’s secret in the connection.',
        status: 404,
      },
    );
  }
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
    normaliseUrl(webhook.url) === wanted.normalisedUrl &&
    events.size === wanted.events.length &&
    wanted.events.every((event) => events.has(event))
  );
}

/** One attempt. Its failure is not the news: the next subscribe or unsubscribe cleans up as well. */
async function removeLeftovers(cleanUp: Send, wanted: Wanted): Promise<void> {
  const found = await attempt(findWebhooks(cleanUp, wanted));
  for (const webhook of found?.own ?? []) await attempt(cleanUp(deleteWebhook(webhook.id)));
}

/** A webhook went (or came, and Kolvera did not say which) between two requests: look again. */
function changedMeanwhile(error: unknown): boolean {
  if (!(error instanceof KolveraApiError)) return false;
  return error.code === 'not_found' || (error.code === 'conflict' && error.existingId === null);
}

/** The webhook that has the URL, when that is why a new one was refused and Kolvera named it. */
function conflictingId(error: unknown): string | null {
  return error instanceof KolveraApiError && error.code === 'conflict' ? error.existingId : null;
}

/** Whether Kolvera said no, so that nothing was made. Any other failure leaves that open. */
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
