/** @module Sends what is owed: one lane per webhook, so that a slow endpoint delays only itself. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Changes } from '../changes.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { DatabaseError } from '../store/database-error.ts';
import type { DeliveryStore, Owed } from '../store/deliveries.ts';
import type { EventStore } from '../store/events.ts';
import type { SandboxWebhook, WebhookStore } from '../store/webhooks.ts';
import { judge } from './judge.ts';
import type { Answer, Poster } from './post.ts';
import { DISABLE_AFTER } from './retry-schedule.ts';
import { signedHeaders } from './signed-headers.ts';

/** How many deliveries an endpoint is sent at the same time. */
export const LANE_WIDTH = 20;

/** How many deliveries are sent at the same time over all endpoints: a process has few open files. */
const WIDTH = 200;

/** How many deliveries that are due are held in memory for a lane. */
const QUEUE_LENGTH = 100;

/** How long to wait before writing to a full disk again, in milliseconds. */
const FULL_DISK_PAUSE = 250;

/** How much of an answer's headers the log keeps, in characters. */
const LONGEST_HEADERS = 8 * 1024;

interface Lane {
  readonly inFlight: Set<number>;
  /** What is due, longest due first. */
  queue: Owed[];
  /** Whether the database may have more that is due, or a retry that no alarm is set for. */
  unread: boolean;
  alarm?: { readonly at: number; readonly cancel: () => void };
}

interface Parts {
  readonly clock: Clock;
  readonly database: Database;
  readonly deliveries: DeliveryStore;
  readonly events: EventStore;
  readonly webhooks: WebhookStore;
  readonly poster: Poster;
  readonly random: () => number;
  readonly changes: Changes;
}

export type Dispatcher = ReturnType<typeof createDispatcher>;

export function createDispatcher(parts: Parts) {
  const { clock, database, deliveries, events, webhooks, poster } = parts;
  /** A lane with nothing to do, now or later, is not here. */
  const lanes = new Map<string, Lane>();
  /** The ids of the webhooks whose lanes are to be looked at, first come, first served. */
  const ready = new Set<string>();
  let inFlight = 0;
  let scheduled = false;
  let waiting: (() => void)[] = [];
  let closed = false;
  let lastNow = clock.now();

  function laneOf(webhookId: string): Lane {
    const lane = lanes.get(webhookId) ?? { inFlight: new Set(), queue: [], unread: false };
    lanes.set(webhookId, lane);
    return lane;
  }

  /** Looks at a webhook's lane soon. Called again before that, it is still looked at once. */
  function look(webhookId: string): void {
    ready.add(webhookId);
    if (scheduled || closed) return;
    scheduled = true;
    setImmediate(lookAtReady);
  }

  function lookAtReady(): void {
    scheduled = false;
    if (closed) return;
    noticeClock();
    for (const id of ready) {
      // The rest is looked at when one of those in flight has landed.
      if (inFlight >= WIDTH) break;
      ready.delete(id);
      lookAt(id, laneOf(id));
    }
    if (isSettled()) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  }

  function lookAt(id: string, lane: Lane): void {
    const webhook = webhooks.find(id);
    if (webhook?.status !== 'active') {
      // What it is owed waits; `wake` comes when it is enabled.
      lane.alarm?.cancel();
      lane.queue = [];
      lane.unread = false;
      delete lane.alarm;
    } else {
      while (lane.inFlight.size < LANE_WIDTH) {
        if (inFlight >= WIDTH) {
          ready.add(id);
          return;
        }
        if (lane.queue.length === 0 && lane.unread) readDue(id, lane);
        const owed = lane.queue.shift();
        if (owed === undefined) break;
        void send(webhook, owed, lane).catch(report);
      }
    }
    const { queue, unread, alarm } = lane;
    const idle = lane.inFlight.size === 0 && queue.length === 0 && !unread;
    if (idle && alarm === undefined) lanes.delete(id);
  }

  /** Reads what is due; when that is all there is, an alarm is set for what is due next. */
  function readDue(id: string, lane: Lane): void {
    const now = clock.now();
    // What is in flight is still due, and among the longest due.
    const limit = lane.inFlight.size + QUEUE_LENGTH;
    const due = deliveries.due(id, now, limit);
    lane.queue = due.filter(({ seq }) => !lane.inFlight.has(seq));
    lane.unread = due.length === limit;
    const next = lane.unread ? null : deliveries.nextDue(id, now);
    if (next !== null) setAlarm(id, lane, next);
  }

  function setAlarm(id: string, lane: Lane, at: number): void {
    if (lane.alarm !== undefined && lane.alarm.at <= at) return;
    lane.alarm?.cancel();
    const cancel = clock.wakeAt(at, () => {
      delete lane.alarm;
      wake(id);
    });
    lane.alarm = { at, cancel };
  }

  async function send(webhook: SandboxWebhook, owed: Owed, lane: Lane): Promise<void> {
    const { id, url, secret } = webhook;
    lane.inFlight.add(owed.seq);
    inFlight += 1;
    const body = events.body(owed.eventSeq);
    const headers = signedHeaders(body, secret);
    const at = new Date(clock.now()).toISOString();
    const started = performance.now();
    const answer = await poster.post({ url, headers, body }).catch((error: Error) => error);
    // Cut short by closing: it is still owed, and sent when the database is opened again.
    if (closed) return;
    const latency_ms = Math.round(performance.now() - started);
    const request = { url, headers };
    const retryAt = await record(id, owed, answer, { at, request, latency_ms });
    if (retryAt !== null) setAlarm(id, lane, retryAt);
    lane.inFlight.delete(owed.seq);
    inFlight -= 1;
    look(id);
  }

  /** @returns when the next attempt is due, if there is to be one. */
  async function record(
    webhookId: string,
    owed: Owed,
    answer: Answer | Error,
    made: {
      at: string;
      request: { url: string; headers: Record<string, string> };
      latency_ms: number;
    },
  ): Promise<number | null> {
    const attempt = {
      ...made,
      ...(answer instanceof Error
        ? { status_code: null, response: null, response_headers: null, error: answer.message }
        : {
            status_code: answer.status,
            response: answer.body,
            response_headers: shortHeaders(answer.headers),
            error: null,
          }),
    };
    const now = clock.now();
    const verdict = judge(answer, owed.attempts + 1, now, parts.random());
    let changed = false;
    await writeWhenThereIsRoom(() => {
      changed = false;
      if (!deliveries.record(owed, attempt, verdict)) return;
      if (verdict.status === 'delivered') changed = webhooks.noteSuccess(webhookId);
      else {
        webhooks.noteFailure(webhookId, now, verdict.gone ? now : now - DISABLE_AFTER);
        changed = true;
      }
    });
    if (changed && !closed) webhooks.refresh(webhookId);
    parts.changes.note();
    return verdict.status === 'pending' ? verdict.retryAt : null;
  }

  /**
   * An attempt that was made has to be logged, or it would be made again. While the disk is full it
   * keeps its place in the lane, so that the sending waits too.
   */
  async function writeWhenThereIsRoom(work: () => void): Promise<void> {
    while (!closed) {
      try {
        return await database.write(work);
      } catch (error) {
        if (!(error instanceof DatabaseError && error.code === 'disk_full')) throw error;
        await pause(FULL_DISK_PAUSE);
      }
    }
  }

  /** A clock that was set back would delay what is owed by as much: it is made due sooner. */
  function noticeClock(): void {
    const now = clock.now();
    if (now < lastNow) {
      deliveries.advanceDue(lastNow - now);
      for (const [id, lane] of lanes) {
        lane.alarm?.cancel();
        delete lane.alarm;
        lane.unread = true;
        ready.add(id);
      }
    }
    lastNow = now;
  }

  function isSettled(): boolean {
    return ready.size === 0 && inFlight === 0;
  }

  /** Looks in the database for what a webhook is owed, and sends it. */
  function wake(webhookId: string): void {
    if (closed) return;
    parts.changes.note();
    laneOf(webhookId).unread = true;
    look(webhookId);
  }

  return {
    wake,

    /** Sends what was owed before this process, or before the clock was set back. */
    start(): void {
      lastNow = Math.max(lastNow, deliveries.lastPendingAt() ?? 0);
      noticeClock();
      for (const id of deliveries.owing()) wake(id);
    },

    /** Sends what has just come to be owed. */
    send(webhookId: string, owed: Owed): void {
      if (closed) return;
      parts.changes.note();
      const lane = laneOf(webhookId);
      if (lane.unread || lane.queue.length >= QUEUE_LENGTH) lane.unread = true;
      else lane.queue.push(owed);
      look(webhookId);
    },

    /** Resolves when nothing is due or in flight; retries that lie ahead are not waited for. */
    settled(): Promise<void> {
      if (closed || isSettled()) return Promise.resolve();
      return new Promise((resolve) => waiting.push(resolve));
    },

    async close(): Promise<void> {
      closed = true;
      for (const lane of lanes.values()) lane.alarm?.cancel();
      for (const resolve of waiting) resolve();
      await poster.close();
    },
  };
}

/** Headers as the log keeps them; what comes after the first 8 KB is left out. */
function shortHeaders(headers: Answer['headers']): Record<string, string> {
  let room = LONGEST_HEADERS;
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const line = String(value ?? '');
    room -= name.length + line.length;
    if (room >= 0) kept[name] = line;
  }
  return kept;
}

/** Only a damaged database comes this far; what was being sent is sent after the next start. */
function report(error: unknown): void {
  console.error(error);
}
