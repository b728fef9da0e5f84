/**
 * @module An inbox in a SQLite file, for the processes of one machine. It needs node:sqlite: Node.js
 * 22.13 or later.
 */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type {
  CreateInboxEngine,
  DeadLetter,
  EngineListener,
  InboxCounts,
  InboxEngine,
  InboxPolicy,
  StoredDelivery,
  Work,
} from './engine.ts';

type Row = Record<string, SQLOutputValue>;

/** Deliveries that other processes have stored, and those whose time has come, are looked for so often. */
const POLL_MS = 250;
const PURGE_EVERY_MS = 60_000;

// FULL: what was answered with 2xx survives that the machine loses its power.
const TABLE = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS kolvera_inbox (
    key TEXT PRIMARY KEY,
    event TEXT NOT NULL,
    event_id TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempts INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL,
    reason TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS kolvera_inbox_due ON kolvera_inbox (state, due_at);`;

/** `due_at` is when a waiting delivery may run, when a lease ends, and when the rest is forgotten. */
const SQL = {
  add: `
    INSERT INTO kolvera_inbox (key, event, event_id, headers, body, position, due_at)
    VALUES ($key, $event, $eventId, $headers, $body, $position, $now) ON CONFLICT (key) DO NOTHING`,
  take: `
    UPDATE kolvera_inbox
    SET crashes = crashes + (state = 'working'), state = 'working', attempts = attempts + 1, due_at = $lease
    WHERE key = (
      SELECT key FROM kolvera_inbox WHERE state IN ('waiting', 'working') AND due_at <= $now
      ORDER BY due_at LIMIT 1
    )
    RETURNING *`,
  renew: `UPDATE kolvera_inbox SET due_at = $lease WHERE key = $key AND state = 'working'`,
  // Only the attempt that has the delivery may end it: after a lost lease it is another's.
  end: `
    UPDATE kolvera_inbox
    SET state = $state, due_at = $due, reason = $reason
    WHERE key = $key AND state = 'working' AND attempts = $attempt`,
  counts: `
    SELECT state, state = 'waiting' AND attempts > 0 AS delayed, count(*) AS count
    FROM kolvera_inbox GROUP BY 1, 2`,
  dead: `
    SELECT * FROM kolvera_inbox WHERE state = 'dead' ORDER BY due_at DESC LIMIT $limit OFFSET $offset`,
  runAgain: `
    UPDATE kolvera_inbox SET state = 'waiting', attempts = 0, crashes = 0, due_at = $now
    WHERE key = $key AND state = 'dead'`,
  remove: `DELETE FROM kolvera_inbox WHERE key = $key AND state = 'dead'`,
  purge: `DELETE FROM kolvera_inbox WHERE state IN ('handled', 'dead') AND due_at < $now`,
} as const;

/**
 * Stores deliveries in a file. Several processes of one machine may share it.
 *
 * @param path the file, made when it is missing; its folder has to exist.
 */
export function sqliteEngine(path: string): CreateInboxEngine {
  return (policy, listener) => new SqliteEngine(path, policy, listener);
}

class SqliteEngine implements InboxEngine {
  readonly #policy: InboxPolicy;
  readonly #listener: EngineListener;
  readonly #database: DatabaseSync;
  readonly #inWork = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #renewals: NodeJS.Timeout | undefined;
  #work: Work | undefined;
  #purgedAt = 0;

  constructor(path: string, policy: InboxPolicy, listener: EngineListener) {
    this.#policy = policy;
    this.#listener = listener;
    this.#database = new DatabaseSync(path);
    this.#database.exec(TABLE);
  }

  async migrate(): Promise<void> {
    // The table was made when the file was opened.
  }

  async add(delivery: StoredDelivery): Promise<'stored' | 'repeated'> {
    const headers = JSON.stringify(delivery.headers);
    if (!this.#run(SQL.add, { ...delivery, headers, now: Date.now() })) return 'repeated';
    if (this.#work !== undefined) this.#fill();
    return 'stored';
  }

  async start(work: Work): Promise<void> {
    this.#work = work;
    this.#timer = setInterval(() => this.#fill(), POLL_MS);
    this.#renewals = setInterval(() => this.#renew(), this.#policy.leaseMs / 3);
    this.#fill();
  }

  async stop(): Promise<void> {
    this.#work = undefined;
    clearInterval(this.#timer);
    await Promise.all(this.#inWork.values());
    clearInterval(this.#renewals);
  }

  async counts(): Promise<InboxCounts> {
    const counts = { waiting: 0, working: 0, delayed: 0, dead: 0, handled: 0 };
    for (const { state, delayed, count } of this.#all(SQL.counts)) {
      counts[delayed === 1 ? 'delayed' : (state as keyof InboxCounts)] += Number(count);
    }
    return counts;
  }

  async deadLetters(offset: number, limit: number): Promise<readonly DeadLetter[]> {
    return this.#all(SQL.dead, { offset, limit }).map((row) => ({
      ...deliveryOf(row),
      attempts: Number(row.attempts),
      reason: String(row.reason),
      failedAt: new Date(Number(row.due_at) - this.#policy.keepDeadMs),
    }));
  }

  async runAgain(key: string): Promise<boolean> {
    const found = this.#run(SQL.runAgain, { key, now: Date.now() });
    if (this.#work !== undefined) this.#fill();
    return found;
  }

  async removeDeadLetter(key: string): Promise<boolean> {
    return this.#run(SQL.remove, { key });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#renewals);
    this.#work = undefined;
    this.#database.close();
  }

  /** Takes deliveries until as many are in work as may be. */
  #fill(): void {
    try {
      this.#purge();
      while (this.#work !== undefined && this.#inWork.size < this.#policy.concurrency) {
        const now = Date.now();
        const [row] = this.#all(SQL.take, { now, lease: now + this.#policy.leaseMs });
        if (row === undefined) return;
        this.#begin(row, this.#work);
      }
    } catch (cause) {
      this.#listener.failed(cause);
    }
  }

  #begin(row: Row, work: Work): void {
    const delivery = deliveryOf(row);
    const attempt = Number(row.attempts);
    if (Number(row.crashes) >= this.#policy.crashes) {
      this.#bury(delivery, attempt, 'Its process ended while it was being handled.');
      return;
    }
    const working = this.#attempt(delivery, attempt, work)
      .catch((cause: unknown) => this.#listener.failed(cause))
      .finally(() => {
        this.#inWork.delete(delivery.key);
        this.#fill();
      });
    this.#inWork.set(delivery.key, working);
  }

  async #attempt(delivery: StoredDelivery, attempt: number, work: Work): Promise<void> {
    try {
      await work(delivery, attempt);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (attempt >= this.#policy.attempts) return this.#bury(delivery, attempt, reason, error);
      this.#end(delivery, attempt, 'waiting', this.#policy.delayMs(attempt), reason);
      return;
    }
    this.#end(delivery, attempt, 'handled', this.#policy.keepMs, null);
  }

  #bury(delivery: StoredDelivery, attempt: number, reason: string, cause: unknown = reason): void {
    this.#end(delivery, attempt, 'dead', this.#policy.keepDeadMs, reason);
    this.#listener.dead(delivery, attempt, cause);
  }

  #end(
    { key }: StoredDelivery,
    attempt: number,
    state: 'waiting' | 'handled' | 'dead',
    dueInMs: number,
    reason: string | null,
  ): void {
    this.#run(SQL.end, { key, attempt, state, due: Date.now() + dueInMs, reason });
  }

  #renew(): void {
    try {
      const lease = Date.now() + this.#policy.leaseMs;
      for (const key of this.#inWork.keys()) this.#run(SQL.renew, { key, lease });
    } catch (cause) {
      this.#listener.failed(cause);
    }
  }

  #purge(): void {
    const now = Date.now();
    if (now - this.#purgedAt < PURGE_EVERY_MS) return;
    this.#purgedAt = now;
    this.#run(SQL.purge, { now });
  }

  /** @returns whether a row was changed. */
  #run(sql: string, values: Record<string, string | number | null> = {}): boolean {
    return Number(this.#prepared(sql).run(values).changes) > 0;
  }

  #all(sql: string, values: Record<string, string | number | null> = {}): readonly Row[] {
    return this.#prepared(sql).all(values);
  }

  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  #prepared(sql: string) {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function deliveryOf(row: Row): StoredDelivery {
  return {
    key: String(row.key),
    event: String(row.event),
    eventId: String(row.event_id),
    headers: JSON.parse(String(row.headers)),
    body: String(row.body),
    position: Number(row.position),
  };
}
