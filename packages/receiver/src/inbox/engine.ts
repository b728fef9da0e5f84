/** @module What an inbox needs of the queue that stores its deliveries. */

/** A delivery as it is stored: verified, and read again by the worker. */
export interface StoredDelivery {
  /** 64 hex digits, the same for a repeat. */
  readonly key: string;
  /** The event's name and id, for people who look into the queue: without NUL. */
  readonly event: string;
  readonly eventId: string;
  /** As they arrived, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The raw body. */
  readonly body: string;
  /** Which of the events in the body it is about; 0 is the first. */
  readonly position: number;
}

/** A delivery whose attempts are used up, or that ended its process too often. */
export interface DeadLetter extends StoredDelivery {
  readonly attempts: number;
  /** What the last attempt failed with. */
  readonly reason: string;
  readonly failedAt: Date;
}

export interface InboxCounts {
  readonly waiting: number;
  readonly working: number;
  /** Failed, and due again later. */
  readonly delayed: number;
  readonly dead: number;
  /** Handled, and remembered so that repeats are known. */
  readonly handled: number;
}

/** How an inbox treats its deliveries, whichever the engine. */
export interface InboxPolicy {
  /** How often a delivery is tried before it becomes a dead letter. */
  readonly attempts: number;
  /** How long to wait after so many failed attempts, in milliseconds. */
  delayMs(failedAttempts: number): number;
  /** How often a delivery may end its process before it becomes a dead letter. */
  readonly crashes: number;
  /** How many deliveries one process works on at a time. */
  readonly concurrency: number;
  /** How long a delivery stays with a process that has died, in milliseconds. */
  readonly leaseMs: number;
  /** How long handled deliveries are remembered, in milliseconds. */
  readonly keepMs: number;
  /** How long dead letters are kept, in milliseconds. */
  readonly keepDeadMs: number;
}

/** Does the work for one attempt; rejects when it failed. @param attempt from 1 on. */
export type Work = (delivery: StoredDelivery, attempt: number) => Promise<void>;

/** What the engine tells of work that ended otherwise than by its attempts. */
export interface EngineListener {
  /** A delivery has become a dead letter. */
  dead(delivery: StoredDelivery, attempts: number, reason: unknown): void;
  /** The engine itself failed: its connection, say. It goes on by itself. */
  failed(cause: unknown): void;
}

export interface InboxEngine {
  /** Makes or upgrades what the engine needs in its database. Several processes may call it at once. */
  migrate(): Promise<void>;
  /**
   * Resolves when the delivery is stored durably.
   *
   * @returns `repeated` when it was stored before. BullMQ's add does not tell, and asking before
   * would be a second statement for every delivery: its engine says `stored`.
   */
  add(delivery: StoredDelivery): Promise<'stored' | 'repeated'>;
  /** Starts to work on deliveries, those that are there and those that come. */
  start(work: Work): Promise<void>;
  /** Takes no more deliveries, and resolves when those in work have ended. */
  stop(): Promise<void>;
  counts(): Promise<InboxCounts>;
  /** The latest first. */
  deadLetters(offset: number, limit: number): Promise<readonly DeadLetter[]>;
  /** Starts a dead letter's attempts anew. @returns false when there is none with this key. */
  runAgain(key: string): Promise<boolean>;
  /** @returns false when there is none with this key. */
  removeDeadLetter(key: string): Promise<boolean>;
  /** Ends connections, also while deliveries are in work: another process takes those up. */
  close(): Promise<void>;
}

/** Makes an engine: `bullmqEngine({ … })`, `sqliteEngine(path)`. */
export type CreateInboxEngine = (policy: InboxPolicy, listener: EngineListener) => InboxEngine;
