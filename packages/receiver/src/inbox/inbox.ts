/**
 * @module The inbox: stores a delivery, answers, and then runs the handlers, as often as it takes.
 * For work that is longer than Kolvera waits, and for several machines.
 */
import { Buffer } from 'node:buffer';
import { openDelivery } from '@kolvera/delivery';
import type { KolveraEvent } from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { HandledDelivery } from '../delivery.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { inform } from '../error-listeners.ts';
import { GuardedStore, type StoreOptions } from '../guarded-store.ts';
import { runHandlers } from '../handlers.ts';
import { Newest, NotRun } from '../newest.ts';
import { assertRepeatedBy, type RepeatedBy } from '../once.ts';
import type { Outcome } from '../outcome.ts';
import { createRegistered, createRegistration, type Registration } from '../registration.ts';
import type { ReceiverRequest } from '../request.ts';
import { assertFunction, assertPositive } from '../setup-error.ts';
import type { DeliveryStore } from '../stores/delivery-store.ts';
import { TimeLimit } from '../time-limit.ts';
import type { CreateInboxEngine, DeadLetter, InboxCounts, StoredDelivery } from './engine.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export type InboxOptions = EndpointOptions &
  StoreOptions & {
    /** Where deliveries are stored: `bullmqEngine({ … })` or `sqliteEngine(path)`. */
    readonly engine: CreateInboxEngine;
    /** By what a repeated delivery is known. Its raw `body` unless set; see `createReceiver`. */
    readonly repeatedBy?: RepeatedBy;
    /** How often a delivery is tried before it becomes a dead letter. 10 unless set. */
    readonly attempts?: number;
    /**
     * How long to wait after the first failed attempt, in milliseconds; it doubles with each, up to
     * an hour, and varies by a fifth. 1,000 unless set.
     */
    readonly backoffMs?: number;
    /** How often a delivery may end its process before it becomes a dead letter. 3 unless set. */
    readonly crashes?: number;
    /** How many deliveries this process works on at a time. 10 unless set. */
    readonly concurrency?: number;
    /** How long the handlers of a delivery may take, in milliseconds. 5 minutes unless set. */
    readonly handlerTimeoutMs?: number;
    /**
     * How long a delivery stays with a process that has died, in milliseconds. 30,000 unless set.
     * At 5,000 a busy PostgreSQL let leases of living processes end, and their deliveries ran twice.
     */
    readonly leaseMs?: number;
    /** How long handled deliveries are remembered, in milliseconds. 2 days unless set. */
    readonly keepMs?: number;
    /** How long dead letters are kept, in milliseconds. 30 days unless set. */
    readonly keepDeadMs?: number;
    /** Remembers what handlers with `newest: true` need. Nothing else of an inbox uses it. */
    readonly store?: DeliveryStore;
  };

/** One attempt at a delivery, as `onAttempt` is told of it. */
export interface AttemptReport {
  readonly event: string;
  readonly eventId: string;
  /** From 1 on. */
  readonly attempt: number;
  readonly outcome: 'handled' | 'failed';
  readonly milliseconds: number;
}

export interface DeadLetters {
  /** The latest first, 100 unless `limit` is set. */
  list(range?: {
    readonly offset?: number;
    readonly limit?: number;
  }): Promise<readonly DeadLetter[]>;
  /** Starts its attempts anew. @returns false when there is none with this key. */
  runAgain(key: string): Promise<boolean>;
  /** @returns false when there is none with this key. */
  remove(key: string): Promise<boolean>;
}

export interface Inbox extends Endpoint, Registration<Inbox> {
  /** Adds a listener that is told of every attempt: for metrics. It is not waited for. */
  onAttempt(listener: (report: AttemptReport) => unknown): Inbox;
  /**
   * Makes or upgrades tables, where the engine has any. Call it when you deploy; several processes
   * may at once.
   */
  migrate(): Promise<void>;
  /**
   * Starts to run handlers in this process. A process that only receives does not call it; one that
   * only works needs no server.
   */
  start(): Promise<void>;
  counts(): Promise<InboxCounts>;
  readonly deadLetters: DeadLetters;
  /**
   * Takes no more deliveries and waits for those in work; after `withinMs` (30,000 unless set) their
   * signals are aborted and the rest is left to the next process. Close your server before.
   */
  close(options?: { readonly withinMs?: number }): Promise<void>;
}

/**
 * Makes an inbox. Handlers are added as to a receiver.
 *
 * @throws SignatureError, ReceiverSetupError as `createReceiver` does.
 */
export function createInbox(options: InboxOptions): Inbox {
  const settings = settingsOf(options);
  const registered = createRegistered();
  const { handlers, errorListeners, listeners } = registered;
  const attemptListeners: ((report: AttemptReport) => unknown)[] = [];
  const inWork = new Set<HandledDelivery>();
  const storing = new TimeLimit(settings.storeTimeoutMs);
  const handling = new TimeLimit(settings.handlerTimeoutMs);
  const newest =
    options.store === undefined
      ? undefined
      : new Newest(new GuardedStore(options.store, options), errorListeners);
  // Before the engine, so that a mistake in the options leaves no connection open.
  const endpoint = createEndpoint(options, errorListeners, listeners, accept);
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
    ...endpoint,
    ...createRegistration(registered, newest, () => inbox),
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
      await new TimeLimit(withinMs).within(engine.stop()).catch(() => {
        for (const delivery of inWork) delivery.abort(new Error('The inbox is closing.'));
      });
      await engine.close();
    },
  };
  return inbox;

  /** Answers 2xx only after the delivery is stored. */
  async function accept(event: KolveraEvent, { body }: ReceiverRequest): Promise<Outcome> {
    if (handlers.of(event).length === 0) return 'ignored';
    const identity = settings.repeatedBy === 'id' ? event.id : body;
    const delivery: StoredDelivery = {
      key: fingerprint(identity).slice('sha256:'.length),
      event: shown(event.event),
      eventId: shown(event.id),
      body: Buffer.from(bytesOf(body)).toString('utf8'),
    };
    try {
      return await storing.within(engine.add(delivery));
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
      const told = { event, eventId, attempt: number, outcome, milliseconds };
      for (const listener of attemptListeners) inform(listener, told);
    };
    try {
      await handle(stored);
      report('handled');
    } catch (error) {
      const cause = error instanceof NotRun ? error.cause : error;
      errorListeners.tell(error instanceof NotRun ? error.code : 'handler_failed', {
        eventId,
        cause,
      });
      report('failed');
      throw error;
    }
  }

  async function handle({ body, eventId }: StoredDelivery): Promise<void> {
    // It was verified before it was stored; a secret may have been rotated since.
    const opened = openDelivery({ body, signature: null, secrets: null });
    if (opened.outcome !== 'event') throw new Error('The stored delivery cannot be read.');
    // One that came without an id keeps that of the bytes that arrived.
    const id = shown(opened.event.id) === eventId ? opened.event.id : eventId;
    const event = { ...opened.event, id } as KolveraEvent;
    const delivery = new HandledDelivery({ method: 'POST', headers: {}, body });
    inWork.add(delivery);
    try {
      const working = runHandlers(handlers.of(event), event, delivery);
      if (working !== undefined) await handling.within(working);
    } catch (error) {
      delivery.abort(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      inWork.delete(delivery);
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

/** @returns milliseconds: doubled with each failed attempt, at most an hour, give or take a fifth. */
function backoff(first: number, failedAttempts: number): number {
  const doubled = Math.min(first * 2 ** (failedAttempts - 1), 60 * MINUTE_MS);
  return Math.round(doubled * (0.8 + 0.4 * Math.random()));
}

/** As people see it who look into the queue: PostgreSQL refuses NUL and half a surrogate pair. */
function shown(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\ufffd')).toString('utf8');
}

function bytesOf(body: ReceiverRequest['body']): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof Uint8Array ? body : new Uint8Array(body);
}
