/** @module An inbox in BullMQ 6, over Redis or PostgreSQL, for several machines. */
import {
  type ConnectionOptions,
  createPostgresBackend,
  type Job,
  type PgPool,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  Queue,
  Worker,
} from 'bullmq';
import { Batches } from './batches.ts';
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

export type BullmqEngineOptions = {
  /** The queue's name: the same in all processes of one inbox, and different for each inbox. */
  readonly name: string;
} & (
  | {
      /** Redis: what BullMQ takes as its `connection`. Redis must not evict keys (`noeviction`). */
      readonly redis: ConnectionOptions;
      readonly postgres?: never;
    }
  | {
      /** PostgreSQL: what BullMQ's backend takes. Best a configuration: statements that end in a deadlock are then run again. */
      readonly postgres: PostgresConnectionOptions;
      readonly redis?: never;
    }
);

/** The key is the job's id, and the event its name. */
type Data = Omit<StoredDelivery, 'key' | 'event'>;

/**
 * Stores deliveries as BullMQ's jobs, which BullMQ's tools show, bull-board among them. A delivery's
 * key is its job's id, by which BullMQ knows repeats.
 */
export function bullmqEngine(options: BullmqEngineOptions): CreateInboxEngine {
  return (policy, listener) => new BullmqEngine(options, policy, listener);
}

class BullmqEngine implements InboxEngine {
  readonly #options: BullmqEngineOptions;
  readonly #policy: InboxPolicy;
  readonly #listener: EngineListener;
  readonly #batches = new Batches<StoredDelivery>((deliveries) => this.#store(deliveries));
  #opened: Queue<Data> | undefined;
  #worker: Worker<Data> | undefined;

  constructor(options: BullmqEngineOptions, policy: InboxPolicy, listener: EngineListener) {
    this.#options = options;
    this.#policy = policy;
    this.#listener = listener;
  }

  /** Opened on first use: PostgreSQL may have to be migrated before. */
  get #queue(): Queue<Data> {
    this.#opened ??= this.#openQueue();
    return this.#opened;
  }

  #openQueue(): Queue<Data> {
    const { attempts } = this.#policy;
    const { name, redis, postgres } = this.#options;
    // Each job carries these, so what a worker can know is left to it.
    const defaultJobOptions = { attempts, backoff: { type: 'custom' } };
    const queue =
      postgres === undefined
        ? new Queue<Data>(name, { connection: redis, defaultJobOptions })
        : patient(
            new Queue(name, { connection: postgres, defaultJobOptions }, createPostgresBackend),
            postgres,
          );
    queue.on('error', (cause) => this.#listener.failed(cause));
    // The backends differ in what nothing here uses.
    return queue as unknown as Queue<Data>;
  }

  async migrate(): Promise<void> {
    const { name, postgres } = this.#options;
    if (postgres === undefined) return;
    if (isPool(postgres)) {
      throw new TypeError('To migrate, give bullmqEngine a configuration in place of a pool.');
    }
    const config = typeof postgres === 'string' ? { connectionString: postgres } : postgres;
    const connection = { ...config, migrate: true };
    const queue = new Queue(name, { connection }, createPostgresBackend);
    try {
      await queue.waitUntilReady();
    } finally {
      await queue.close();
    }
  }

  async add(delivery: StoredDelivery): Promise<'stored'> {
    // PostgreSQL commits each statement to disk; Redis writes together what comes together.
    if (this.#options.postgres === undefined) await this.#store([delivery]);
    else await this.#batches.add(delivery);
    return 'stored';
  }

  async #store(deliveries: readonly StoredDelivery[]): Promise<void> {
    const [first, ...more] = deliveries.map(({ key, event, ...data }) => ({
      name: event,
      data,
      opts: { jobId: key },
    }));
    if (first === undefined) return;
    // BullMQ's statement for many costs, for one, twice as much as that for one.
    if (more.length === 0) await this.#queue.add(first.name, first.data, first.opts);
    // In one order everywhere: two processes that store the same deliveries would wait for each other.
    else
      await this.#queue.addBulk(
        [first, ...more].sort((a, b) => (a.opts.jobId < b.opts.jobId ? -1 : 1)),
      );
  }

  async start(work: Work): Promise<void> {
    const { name, redis, postgres } = this.#options;
    const { concurrency, leaseMs, crashes, keepMs, keepDeadMs } = this.#policy;
    const options = {
      concurrency,
      removeOnComplete: { age: keepMs / 1000 },
      removeOnFail: { age: keepDeadMs / 1000 },
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount: crashes - 1,
      settings: { backoffStrategy: (failed: number) => this.#policy.delayMs(failed) },
    };
    const run = (job: Job<Data>) => work(deliveryOf(job), job.attemptsMade + 1);
    const worker =
      postgres === undefined
        ? new Worker(name, run, { ...options, connection: redis })
        : patient(
            new Worker(name, run, { ...options, connection: postgres }, createPostgresBackend),
            postgres,
          );
    worker.on('error', (cause) => this.#listener.failed(cause));
    worker.on('failed', (job, error) => {
      if (job === undefined || job.finishedOn === undefined) return;
      this.#listener.dead(deliveryOf(job), job.attemptsMade, error);
    });
    this.#worker = worker as unknown as Worker<Data>;
    await worker.waitUntilReady();
  }

  async stop(): Promise<void> {
    await this.#worker?.close();
  }

  async counts(): Promise<InboxCounts> {
    const states = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;
    const counts = await this.#queue.getJobCounts(...states);
    return {
      waiting: counts.waiting ?? 0,
      working: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      dead: counts.failed ?? 0,
      handled: counts.completed ?? 0,
    };
  }

  async deadLetters(offset: number, limit: number): Promise<readonly DeadLetter[]> {
    const jobs = await this.#queue.getFailed(offset, offset + limit - 1);
    return jobs.map((job) => ({
      ...deliveryOf(job),
      attempts: job.attemptsMade,
      reason: job.failedReason,
      failedAt: new Date(job.finishedOn ?? 0),
    }));
  }

  async runAgain(key: string): Promise<boolean> {
    const job = await this.#deadLetter(key);
    await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return job !== undefined;
  }

  async removeDeadLetter(key: string): Promise<boolean> {
    const job = await this.#deadLetter(key);
    await job?.remove();
    return job !== undefined;
  }

  async #deadLetter(key: string) {
    const job = await this.#queue.getJob(key);
    return job !== undefined && (await job.isFailed()) ? job : undefined;
  }

  async close(): Promise<void> {
    await this.#worker?.close(true);
    await this.#opened?.close();
  }
}

const DEADLOCK_DETECTED = '40P01';
const MAX_TRIES = 5;

/**
 * Runs BullMQ's statements again that PostgreSQL ended to resolve a deadlock. Under load it does that
 * to some that note a job as done: the job would run again when its lease is over. Each is a
 * transaction of its own, so nothing of it has happened.
 */
function patient<Client extends { readonly backend: PostgresQueueBackend }>(
  client: Client,
  given: PostgresConnectionOptions,
): Client {
  // A pool of the user's own serves others, too, and stays as it is.
  if (isPool(given)) return client;
  const { pool } = client.backend.connection;
  const query = pool.query.bind(pool);
  pool.query = async (...statement: Parameters<typeof query>) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await query(...statement);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code !== DEADLOCK_DETECTED || tries === MAX_TRIES) throw error;
      }
    }
  };
  return client;
}

function isPool(postgres: PostgresConnectionOptions): postgres is PgPool {
  return typeof postgres === 'object' && 'query' in postgres;
}

function deliveryOf({ id, name, data }: Pick<Job<Data>, 'id' | 'name' | 'data'>): StoredDelivery {
  return { key: id ?? '', event: name, ...data };
}
