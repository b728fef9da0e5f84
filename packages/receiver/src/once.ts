/** @module Handling a delivery once, however often it arrives. */
import { randomUUID } from 'node:crypto';
import { fingerprint } from '@kolvera/signature';
import { answer, type ReceiverResponse } from './answer.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { Owner } from './owner.ts';

/**
 * How long a claim holds when its process dies while a handler runs. Kolvera's own time limit is
 * assumed to be 10 s, so a handler that still runs after a minute has been given up anyway.
 */
const LEASE_MS = 60_000;

/**
 * How long a handled delivery is remembered: longer than the longest pause between two attempts in
 * the schedule that the sandbox assumes (Svix's: 10 h).
 */
const KEEP_MS = 24 * 60 * 60 * 1000;

const COMPLETED = 'completed';
const REPEATED = answer(200, { status: 'repeated' });

// Names this process's claims, so that none is taken for another process's.
const PROCESS = randomUUID();
let claims = 0;

export interface Delivery {
  readonly eventId: string;
  readonly bodyFingerprint: string;
}

/**
 * Runs the handlers unless the delivery has been handled already or is being handled.
 *
 * A repeated delivery has the same id and the same body. The id is read from the body, so the same
 * body is enough, and the body's fingerprint is the key. The same id with another body is another
 * delivery: it is handled, and the owner is told.
 *
 * @param run runs the handlers and answers; any status but 200 means that they failed.
 */
export async function once(
  { eventId, bodyFingerprint }: Delivery,
  store: DeliveryStore,
  owner: Owner,
  run: () => Promise<ReceiverResponse>,
): Promise<ReceiverResponse> {
  claims += 1;
  const token = `${PROCESS}:${claims}`;
  try {
    const claimed = store.claim(bodyFingerprint, token, LEASE_MS);
    const standing = typeof claimed === 'string' ? claimed : await claimed;
    if (standing === COMPLETED) return REPEATED;
    if (standing !== token) return owner.refuse('delivery_running', { eventId });
    const first = store.claim(idKey(eventId), bodyFingerprint, KEEP_MS);
    if ((typeof first === 'string' ? first : await first) !== bodyFingerprint) {
      owner.tell('same_id_other_body', { eventId });
    }
  } catch (cause) {
    return owner.refuse('store_failed', { eventId, cause });
  }
  const response = await run();
  try {
    if (response.status === 200) await store.complete(bodyFingerprint, COMPLETED, KEEP_MS);
    else await store.release(bodyFingerprint, token);
  } catch (cause) {
    // The handlers' outcome stands: an answer that asks for the event again would run them twice.
    owner.tell('store_not_updated', { eventId, cause, status: response.status });
  }
  return response;
}

// An id may be of any length and hold any character; a store's keys may not.
function idKey(eventId: string): string {
  return `id:${/^[\w.:-]{1,200}$/.test(eventId) ? eventId : fingerprint(eventId)}`;
}
