/**
 * @module The inbox: stores a delivery, responds, and then runs the handlers, with retries. For work
 * that takes longer than Kolvera waits, and for several machines.
 */
import { Buffer } from 'node:buffer';
import { headerRecord, openDelivery } from '@kolvera/delivery';
import type { KolveraEvent } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { deliveryKey } from '../delivery-key.ts';
import { notify } from '../error-listeners.ts';
import { type HandlerMethods, Registry } from '../handler-methods.ts';
import { runHandlers } from '../handlers.ts';
import { assertRepeatedBy, type RepeatedBy } from '../once.ts';
import { AbortableDelivery } from '../received-delivery.ts';
import type { ReceiverRequest } from '../request.ts';
import {
  createRequestReceiver,
  type RequestReceiver,
  type RequestReceiverOptions,
} from '../request-receiver.ts';
import type { Outcome } from '../response.ts';
import { assertFunction, assertPositive } from '../setup-error.ts';
import { within } from '../time-limit.ts';
import type { CreateInboxEngine, DeadLetter, InboxCounts, StoredDelivery } from './engine.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export type InboxOptions = RequestReceiverOptions & {
  /** Where deliveries are stored: `bullmqEngine({ … })` or `sqliteEngine(path)`. */
  readonly engine: CreateInboxEngine;
  /** How long storing a delivery may take, in milliseconds. Default: 2,000. */
  readonly storeTimeoutMs?: number;
  /** What identifies a repeated delivery. Default: its raw `body`; see `createReceiver`. */
  readonly repeatedBy?: RepeatedBy;
  /** The number of attempts before a delivery becomes a dead letter. Default: 10. */
  readonly attempts?: number;
  /**
   * The delay after the first failed attempt, in milliseconds; it doubles with each, up to an hour,
   * and varies by a fifth. Default: 1,000.
   */
  readonly backoffMs?: number;
  /** How often a delivery may crash its process before it becomes a dead letter. Default: 3. */
  readonly crashes?: number;
  /** How many deliveries this process works on at a time. Default: 10. */
  readonly concurrency?: number;
  /** How long the handlers of a delivery may take, in milliseconds. Default: 5 minutes. */
  readonly handlerTimeoutMs?: number;
  /**
   * How long a delivery stays with a process that has died, in milliseconds. Default: 30,000. At
   * 5,000 a busy PostgreSQL let leases of living processes expire, and their deliveries ran twice.
   */
  readonly leaseMs?: number;
  /** How long handled deliveries are remembered, in milliseconds. Default: 2 days. */
  readonly keepMs?: number;
  /** How long dead letters are kept, in milliseconds. Default: 30 days. */
  readonly keepDeadMs?: number;
};

/** One attempt at a delivery, as `onAttempt` gets it. */
export interface AttemptReport {
  readonly event: string;
  readonly eventId: string;
  /** 1 is the first. */
  readonly attempt: number;
  readonly outcome: 'handled' | 'failed';
  readonly milliseconds: number;
}

export interface DeadLetters {
  /** The latest first. Default `limit`: 100. */
  list(range?: {
    readonly offset?: number;
    readonly limit?: number;
  }): Promise<readonly DeadLetter[]>;
  /** Resets its attempts and runs it again. @returns false when there is none with this key. */
  runAgain(key: string): Promise<boolean>;
  /** @returns false when there is none with this key. */
  remove(key: string): Promise<boolean>;
}

export interface Inbox extends RequestReceiver, HandlerMethods<Inbox> {
  /** Adds a listener for every attempt: for metrics. It is not awaited. */
  onAttempt(listener: (report: AttemptReport) => unknown): Inbox;
  /**
   * Creates or upgrades the engine's tables, if it has any. Call it when you deploy; several processes
   * may call it at the same time.
   */
  migrate(): Promise<void>;
  /**
   * Starts running handlers in this process. A process that only receives does not call it; one that
   * only runs handlers needs no server.
   */
  start(): Promise<void>;
  counts(): Promise<InboxCounts>;
  readonly deadLetters: DeadLetters;
  /**
   * Takes no more deliveries and waits for those in progress; after `withinMs` (default: 30,000) their
   * signals are aborted and the rest is left to the next process. Close your server first.
   */
  close(options?: { readonly withinMs?: number }): Promise<void>;
}

/**
 * Creates an inbox. Handlers are added as to a receiver.
 *
 * @throws SignatureError, ReceiverSetupError as `createReceiver` does.
 */
export function createInbox(options: InboxOptions): Inbox {
  const settings = settingsOf(options);
  const registry = new Registry();
  const { handlers, errorListeners } = registry;
  const attemptListeners: ((report: AttemptReport) => unknown)[] = [];
  const inProgress = new Set<AbortableDelivery>();
  // Before the engine, so that a mistake in the options leaves no connection open.
  const receiver = createRequestReceiver(options, registry, accept);
  const engine = options.engine(
    { ...settings, delayMs: (failed) => backoff(settings.backoffMs, failed) },
    {
      dead: ({ eventId }, attempts, cause) =>
        errorListeners.tell('dead_letter', {
          eventId,
          cause: cause instanceof Error ? cause : new Error(String(cause), { cause: { attempts } }),
        }),
      failed: (cause) => errorListeners.tell('engine_failed', { cause }),
    },
  );

  const inbox: Inbox = {
    ...receiver,
    ...registry.methods(() => inbox),
    onAttempt(listener) {
      assertFunction('A listener', listener);
      attemptListeners.push(listener);
      return inbox;
    },
    migrate: () => engine.migrate(),
    start: () => engine.start(attempt),
    counts: () => engine.counts(),
    deadLetters: {
      list: ({ offset = 0, limit = 100 } = {}) => engine.deadLetters(offset, limit),
      runAgain: (key) => engine.runAgain(key),
      remove: (key) => engine.removeDeadLetter(key),
    },
    async close({ withinMs = 30_000 } = {}) {
      await within(withinMs, engine.stop()).catch(() => {
        for (const delivery of inProgress) delivery.abort(new Error('The inbox is closing.'));
      });
      await engine.close();
    },
  };
  return inbox;

  /** Responds 2xx only after the delivery is stored. */
  async function accept(
    event: KolveraEvent,
    request: ReceiverRequest,
    position: number,
  ): Promise<Outcome> {
    if (handlers.of(event).length === 0) return 'ignored';
    const key =
      settings.repeatedBy === 'id'
        ? fingerprint(event.id).slice('sha256:'.length)
        : deliveryKey(event, position, request);
    const delivery: StoredDelivery = {
      key,
      event: shown(event.event),
      eventId: shown(event.id),
      headers: headerRecord(request.headers),
      body: Buffer.from(bytesOf(request.body)).toString('utf8'),
      position,
    };
    try {
      return await within(settings.storeTimeoutMs, engine.add(delivery));
    } catch (cause) {
      errorListeners.tell('store_failed', { eventId: event.id, cause });
      return 'store_failed';
    }
  }

  async function attempt(stored: StoredDelivery, number: number): Promise<void> {
    const { event, eventId } = stored;
    const start = performance.now();
    const report = (outcome: AttemptReport['outcome']) => {
      const milliseconds = performance.now() - start;
      const attempted = { event, eventId, attempt: number, outcome, milliseconds };
      for (const listener of attemptListeners) notify(listener, attempted);
    };
    try {
      await handle(stored);
      report('handled');
    } catch (cause) {
      errorListeners.tell('handler_failed', { eventId, cause });
      report('failed');
      throw cause;
    }
  }

  async function handle({ headers, body, position, eventId }: StoredDelivery): Promise<void> {
    // It was verified before it was stored; the secret may have been rotated since.
    const read = openDelivery({ headers, body, secrets: null }).events[position];
    if (read === undefined) throw new Error('The stored delivery cannot be read.');
    // One without an id keeps the fingerprint of the bytes that arrived.
    const id = shown(read.id) === eventId ? read.id : eventId;
    const event = { ...read, id } as KolveraEvent;
    const delivery = new AbortableDelivery({ method: 'POST', headers, body });
    inProgress.add(delivery);
    try {
      const working = runHandlers(handlers.of(event), event, delivery);
      if (working !== undefined) await within(settings.handlerTimeoutMs, working);
    } catch (error) {
      delivery.abort(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      inProgress.delete(delivery);
    }
  }
}

function settingsOf(options: InboxOptions) {
  const {
    repeatedBy = 'body',
    attempts = 10,
    backoffMs = 1_000,
    crashes = 3,
    concurrency = 10,
    handlerTimeoutMs = 5 * MINUTE_MS,
    leaseMs = 30_000,
    keepMs = 2 * DAY_MS,
    keepDeadMs = 30 * DAY_MS,
    storeTimeoutMs = 2_000,
  } = options;
  assertFunction('engine', options.engine);
  assertRepeatedBy(repeatedBy);
  const numbers = {
    attempts,
    backoffMs,
    crashes,
    concurrency,
    handlerTimeoutMs,
    leaseMs,
    keepMs,
    keepDeadMs,
    storeTimeoutMs,
  };
  for (const [name, value] of Object.entries(numbers)) assertPositive(name, value);
  return { ...numbers, repeatedBy };
}

/** @returns milliseconds: doubled with each failed attempt, at most an hour, plus or minus a fifth. */
function backoff(first: number, failedAttempts: number): number {
  const doubled = Math.min(first * 2 ** (failedAttempts - 1), 60 * MINUTE_MS);
  return Math.round(doubled * (0.8 + 0.4 * Math.random()));
}

/** For people who look into the queue: PostgreSQL rejects NUL and half a surrogate pair. */
function shown(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\ufffd')).toString('utf8');
}

function bytesOf(body: ReceiverRequest['body']): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : new Uint8Array(body);
}
