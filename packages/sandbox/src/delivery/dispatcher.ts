/** @module Sends what is owed: one lane per webhook, so that a slow endpoint delays only itself. */
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { DeliveryStore } from '../store/deliveries.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import { judge } from './judge.ts';
import type { Poster } from './post.ts';
import { DISABLE_AFTER } from './retry-schedule.ts';
import { signedHeaders } from './signed-headers.ts';

/** How many deliveries an endpoint is sent at the same time. */
export const LANE_WIDTH = 20;

/** How many deliveries that are due are read ahead. */
const QUEUE_LENGTH = 100;

interface Lane {
  readonly inFlight: Set<number>;
  /** What is due, read ahead. */
  queue: number[];
  cancelAlarm?: () => void;
}

interface Parts {
  readonly clock: Clock;
  readonly database: Database;
  readonly deliveries: DeliveryStore;
  readonly webhooks: WebhookStore;
  readonly poster: Poster;
  readonly random: () => number;
}

export function createDispatcher(parts: Parts) {
  const { clock, database, deliveries, webhooks, poster } = parts;
  const lanes = new Map<string, Lane>();
  const woken = new Set<string>();
  let waiting: (() => void)[] = [];
  let closed = false;

  /** Looks at a webhook's lane soon. Called again before that, it is still looked at once. */
  function wake(webhookId: string): void {
    if (closed) return;
    if (woken.size === 0) setImmediate(lookAtWoken);
    woken.add(webhookId);
  }

  function lookAtWoken(): void {
    const ids = [...woken];
    woken.clear();
    if (closed) return;
    for (const id of ids) lookAt(id);
    if (isSettled()) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  }

  function lookAt(webhookId: string): void {
    const lane = lanes.get(webhookId) ?? { inFlight: new Set(), queue: [] };
    lanes.set(webhookId, lane);
    while (lane.inFlight.size < LANE_WIDTH) {
      const seq = lane.queue.shift();
      if (seq !== undefined) void send(seq, lane);
      else if (!fillQueue(webhookId, lane)) break;
    }
    if (lane.queue.length === 0) setAlarm(webhookId, lane);
  }

  /** @returns whether anything more is due. */
  function fillQueue(webhookId: string, lane: Lane): boolean {
    // What is in flight is still due, and among the longest due.
    const due = deliveries.due(webhookId, clock.now(), lane.inFlight.size + QUEUE_LENGTH);
    lane.queue = due.filter((seq) => !lane.inFlight.has(seq));
    return lane.queue.length > 0;
  }

  /** Sees to it that the next retry is looked at in time. A lane with nothing to do is forgotten. */
  function setAlarm(webhookId: string, lane: Lane): void {
    lane.cancelAlarm?.();
    delete lane.cancelAlarm;
    const next = deliveries.nextDue(webhookId, clock.now());
    if (next !== null) lane.cancelAlarm = clock.wakeAt(next, () => wake(webhookId));
    else if (lane.inFlight.size === 0) lanes.delete(webhookId);
  }

  async function send(seq: number, lane: Lane): Promise<void> {
    const delivery = deliveries.toSend(seq);
    if (delivery === undefined) return;
    lane.inFlight.add(seq);
    const headers = signedHeaders(delivery.body, delivery.secret);
    const at = new Date(clock.now()).toISOString();
    const started = performance.now();
    const answer = await poster
      .post({ url: delivery.url, headers, body: delivery.body })
      .catch((error: Error) => error);
    // Cut short by closing: it is still owed, and sent when the database is opened again.
    if (closed) return;
    const failed = answer instanceof Error;
    const attempt = {
      at,
      request: { url: delivery.url, headers },
      latency_ms: Math.round(performance.now() - started),
      status_code: failed ? null : answer.status,
      response: failed ? null : answer.body,
      error: failed ? answer.message : null,
    };
    const now = clock.now();
    const verdict = judge(answer, delivery.attempts + 1, now, parts.random());
    await database.write(() => {
      if (!deliveries.record(delivery, attempt, verdict)) return;
      if (verdict.status === 'delivered') webhooks.noteSuccess(delivery.webhookId);
      else {
        const limit = verdict.gone ? now : now - DISABLE_AFTER;
        webhooks.noteFailure(delivery.webhookId, now, limit);
      }
    });
    lane.inFlight.delete(seq);
    wake(delivery.webhookId);
  }

  function isSettled(): boolean {
    return woken.size === 0 && [...lanes.values()].every((lane) => lane.inFlight.size === 0);
  }

  return {
    wake,

    /** Resolves when nothing is due or in flight; retries that lie ahead are not waited for. */
    settled(): Promise<void> {
      if (closed || isSettled()) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },

    async close(): Promise<void> {
      closed = true;
      for (const lane of lanes.values()) lane.cancelAlarm?.();
      for (const resolve of waiting) resolve();
      await poster.close();
    },
  };
}
