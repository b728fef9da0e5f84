/** @module Sends the pending deliveries that are due; a slow endpoint delays only its own. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Changes } from '../changes.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { DatabaseError } from '../store/database-error.ts';
import type { DeliveryLog, PendingDelivery, SandboxAttempt } from '../store/deliveries.ts';
import type { EventStore } from '../store/events.ts';
import type { WebhookStore } from '../store/webhooks.ts';
import { judge } from './judge.ts';
import { type EndpointResponse, LANE_WIDTH, type Poster } from './post.ts';
import { DISABLE_AFTER } from './retry-schedule.ts';
import { signedHeaders } from './signed-headers.ts';

/** How long to wait before writing to a full disk again, in milliseconds. */
const FULL_DISK_PAUSE = 250;

/** How much of a response's headers the log keeps, in characters. */
const LONGEST_HEADERS = 8 * 1024;

interface Parts {
  readonly clock: Clock;
  readonly database: Database;
  readonly deliveries: DeliveryLog;
  readonly events: EventStore;
  readonly webhooks: WebhookStore;
  readonly poster: Poster;
  readonly random: () => number;
  readonly changes: Changes;
}

export type Dispatcher = ReturnType<typeof createDispatcher>;

export function createDispatcher(parts: Parts) {
  const { clock, database, deliveries, events, webhooks, poster } = parts;
  const inFlight = new Set<number>();
  let scheduled = false;
  let closed = false;
  let cancelAlarm = () => {};
  const waiting: (() => void)[] = [];
  let lastNow = clock.now();

  /** Sends what is due, once in this turn of the event loop. */
  function wake(): void {
    parts.changes.note();
    if (scheduled || closed) return;
    scheduled = true;
    setImmediate(sendDue);
  }

  function sendDue(): void {
    scheduled = false;
    if (closed) return;
    noticeClock();
    const now = clock.now();
    // What is in flight is still due, and longest, so that it counts towards the width of its lane.
    for (const pending of deliveries.due(now, LANE_WIDTH)) {
      if (!inFlight.has(pending.seq)) send(pending).catch(report);
    }
    cancelAlarm();
    const next = deliveries.nextDue(now);
    cancelAlarm = next === null ? () => {} : clock.wakeAt(next, wake);
    if (inFlight.size === 0) for (const resolve of waiting.splice(0)) resolve();
  }

  async function send(pending: PendingDelivery): Promise<void> {
    const webhook = webhooks.find(pending.webhookId);
    if (webhook === undefined) return;
    inFlight.add(pending.seq);
    const body = events.body(pending.eventSeq);
    const headers = { ...signedHeaders(body, webhook.secret), ...events.headers(pending.eventSeq) };
    const request = { url: webhook.url, headers };
    const at = new Date(clock.now()).toISOString();
    const started = performance.now();
    const response = await poster.post({ ...request, body }).catch((error: Error) => error);
    // Cut short by closing: it is still pending, and sent when the database is opened again.
    if (closed) return;
    const latency_ms = Math.round(performance.now() - started);
    await record(pending, response, { at, request, latency_ms, ...outcomeOf(response) });
    inFlight.delete(pending.seq);
    wake();
  }

  async function record(
    pending: PendingDelivery,
    response: EndpointResponse | Error,
    attempt: SandboxAttempt,
  ): Promise<void> {
    const now = clock.now();
    const result = judge(response, pending.attempts + 1, now, parts.random());
    await writeWhenThereIsRoom(() => {
      if (!deliveries.record(pending, attempt, result)) return;
      if (result.status === 'delivered') webhooks.noteSuccess(pending.webhookId);
      else webhooks.noteFailure(pending.webhookId, now, result.gone ? now : now - DISABLE_AFTER);
    });
  }

  /**
   * An attempt that was made has to be logged, or it would be made again. While the disk is full it
   * keeps its place in the lane, so that sending waits too.
   */
  async function writeWhenThereIsRoom(work: () => void): Promise<void> {
    while (!closed) {
      try {
        return database.transaction(work);
      } catch (error) {
        if (!(error instanceof DatabaseError && error.code === 'disk_full')) throw error;
        await pause(FULL_DISK_PAUSE);
      }
    }
  }

  /** Setting the clock back would delay pending deliveries by as much: they become due earlier. */
  function noticeClock(): void {
    const now = clock.now();
    if (now < lastNow) deliveries.advanceDue(lastNow - now);
    lastNow = now;
  }

  return {
    wake,

    /** Sends what an earlier process left pending, perhaps by a clock that was ahead of this one. */
    start(): void {
      lastNow = Math.max(lastNow, deliveries.lastPendingAt() ?? 0);
      noticeClock();
      wake();
    },

    /** Resolves when nothing is due or in flight; it does not wait for later retries. */
    settled(): Promise<void> {
      if (closed || (!scheduled && inFlight.size === 0)) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },

    async close(): Promise<void> {
      closed = true;
      cancelAlarm();
      for (const resolve of waiting.splice(0)) resolve();
      await poster.close();
    },
  };
}

function outcomeOf(response: EndpointResponse | Error) {
  if (response instanceof Error) {
    return { status_code: null, response: null, response_headers: null, error: response.message };
  }
  const { status, body, headers } = response;
  return {
    status_code: status,
    response: body,
    response_headers: shortHeaders(headers),
    error: null,
  };
}

/** Headers as the log keeps them, without those after the first 8 KB. */
function shortHeaders(headers: EndpointResponse['headers']): Record<string, string> {
  let room = LONGEST_HEADERS;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const line = String(value ?? '');
    room -= name.length + line.length;
    if (room >= 0) kept[name] = line;
  }
  return kept;
}

/** Only a damaged database gets here; what was being sent is sent again after the next start. */
function report(error: unknown): void {
  console.error(error);
}
