/** @module The deliveries that are owed or were made, and the log of their attempts. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Delivery, DeliveryAttempt } from '@kolvera/webhook-api';
import type { Database } from './database.ts';
import { bytes, integer, optionalInteger, optionalText, type Row, text } from './row.ts';
import type { Page } from './webhooks.ts';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** One event for one webhook, with every attempt to deliver it. */
export interface SandboxDelivery extends Delivery {
  readonly webhook_id: string;
  readonly status: DeliveryStatus;
  readonly created_at: string;
  /** The bytes that are sent, the same at every attempt. */
  readonly body: Uint8Array;
  readonly attempts: readonly SandboxAttempt[];
}

/** One POST of a delivery's body, and what came of it. */
export interface SandboxAttempt extends DeliveryAttempt {
  readonly latency_ms: number;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  /** The beginning of the answer's body; null when there was no answer. */
  readonly response: string | null;
  /** Null when there was no answer, and for attempts of older versions. */
  readonly response_headers: Readonly<Record<string, string>> | null;
}

/** A delivery that is owed. */
export interface Owed {
  readonly seq: number;
  readonly eventSeq: number;
  /** How many attempts were made before. */
  readonly attempts: number;
}

export interface DeliveryFilter {
  readonly webhookId?: string;
  readonly eventId?: string;
  readonly status?: DeliveryStatus;
}

export interface DeliverySearch {
  readonly webhookId?: string | undefined;
  /** The name of an event. */
  readonly event?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** Something that is in the body, in the answer or in the error, or the event's id. */
  readonly text?: string | undefined;
}

/** A delivery in a list. */
export interface DeliverySummary {
  readonly id: string;
  readonly webhook_id: string;
  readonly event_id: string;
  readonly event: string;
  readonly status: DeliveryStatus;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly attempts: number;
  /** The last attempt; null when there was none yet. */
  readonly last: {
    readonly at: string;
    readonly status_code: number | null;
    readonly error: string | null;
    readonly latency_ms: number;
  } | null;
}

/** What an attempt means for its delivery: settled, or another attempt at `retryAt`. */
export type Verdict =
  | { readonly status: 'delivered' | 'failed' }
  | { readonly status: 'pending'; readonly retryAt: number };

/** How the newest deliveries of a webhook went. */
export interface DeliveryHistory {
  /** The newest one's id. */
  readonly newest: string;
  /** Newest first. */
  readonly statuses: readonly DeliveryStatus[];
}

/** Among how many deliveries of all webhooks the history of each is looked for. */
const LATELY = 5000;

/** How many deliveries a search looks through first, and about how long, in milliseconds, each slice
 * after that may hold up everything else. */
const FIRST_SLICE = 64;
const SLICE_TIME = 10;

const ATTEMPTS_MADE = '(SELECT COUNT(*) FROM attempts WHERE delivery_seq = d.seq)';

const selectSummaries = `
  SELECT d.seq, d.webhook_id, d.status, d.due_at, d.created_at, e.id AS event_id, e.name AS event,
    ${ATTEMPTS_MADE} AS attempts, a.started_at, a.status_code, a.error, a.latency_ms
  FROM deliveries d JOIN events e ON e.seq = d.event_seq
    LEFT JOIN attempts a ON a.delivery_seq = d.seq AND a.number = ${ATTEMPTS_MADE}`;

export type DeliveryStore = ReturnType<typeof deliveryStore>;

const selectDeliveries = `
  SELECT d.*, e.id AS event_id, e.name AS event, e.body
  FROM deliveries d JOIN events e ON e.seq = d.event_seq`;

export function deliveryStore({ connection, transaction }: Database) {
  const insert = connection.prepare(
    `INSERT INTO deliveries (seq, webhook_id, event_seq, status, due_at, created_at)
     VALUES (?, ?, ?, 'pending', ?, ?)`,
  );
  const due = connection.prepare(
    `SELECT d.seq, d.event_seq, ${ATTEMPTS_MADE} AS attempts FROM deliveries d
     WHERE d.webhook_id = ? AND d.due_at <= ? ORDER BY d.due_at, d.seq LIMIT ?`,
  );
  const nextDue = connection.prepare(
    'SELECT MIN(due_at) AS due_at FROM deliveries WHERE webhook_id = ? AND due_at > ?',
  );
  const owing = connection.prepare(
    'SELECT DISTINCT webhook_id FROM deliveries WHERE due_at IS NOT NULL',
  );
  const lastPending = connection.prepare(
    `SELECT MAX(COALESCE(
       (SELECT MAX(started_at) FROM attempts a WHERE a.delivery_seq = d.seq), d.created_at)) AS at
     FROM deliveries d WHERE d.due_at IS NOT NULL`,
  );
  const advanceDue = connection.prepare(
    'UPDATE deliveries SET due_at = due_at - ? WHERE due_at IS NOT NULL',
  );
  const addAttempt = connection.prepare(
    'INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const settle = connection.prepare(
    `UPDATE deliveries SET status = ?, due_at = ? WHERE seq = ? AND status = 'pending'`,
  );
  const bySeq = connection.prepare(`${selectDeliveries} WHERE d.seq = ?`);
  const attemptsOf = connection.prepare(
    'SELECT * FROM attempts WHERE delivery_seq = ? ORDER BY number',
  );
  const page = connection.prepare(
    `${selectDeliveries} WHERE d.webhook_id = ? AND d.seq < ? ORDER BY d.seq DESC LIMIT ?`,
  );
  const summary = connection.prepare(`${selectSummaries} WHERE d.seq = ?`);
  const found = connection.prepare(
    `${selectSummaries}
     WHERE d.seq >= :from AND d.seq < :before AND (:webhook IS NULL OR d.webhook_id = :webhook)
       AND (:name IS NULL OR e.name = :name) AND (:status IS NULL OR d.status = :status)
       AND (:text IS NULL OR e.id = :exact OR CAST(e.body AS TEXT) LIKE :text ESCAPE '\\'
         OR a.response LIKE :text ESCAPE '\\' OR a.error LIKE :text ESCAPE '\\')
     ORDER BY d.seq DESC LIMIT :limit`,
  );
  const sliceStart = connection.prepare(
    'SELECT seq FROM deliveries WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?',
  );
  const lately = connection.prepare(
    `SELECT seq, webhook_id, status FROM deliveries
     WHERE seq > (SELECT IFNULL(MAX(seq), 0) FROM deliveries) - ? ORDER BY seq DESC`,
  );
  const count = connection.prepare('SELECT COUNT(*) AS count FROM deliveries');
  const filtered = connection.prepare(
    `${selectDeliveries}
     WHERE (:webhook IS NULL OR d.webhook_id = :webhook)
       AND (:event IS NULL OR e.id = :event) AND (:status IS NULL OR d.status = :status)
     ORDER BY d.seq`,
  );

  // Numbers are never used again, though the rows that had them are pruned.
  const last = connection.prepare(
    'SELECT MAX((SELECT IFNULL(MAX(seq), 0) FROM deliveries), last_delivery) AS seq FROM pruned',
  );
  let nextSeq = integer(last.get() ?? {}, 'seq') + 1;

  const read = (row: Row): SandboxDelivery => {
    const dueAt = optionalInteger(row, 'due_at');
    return {
      id: idOf(integer(row, 'seq')),
      webhook_id: text(row, 'webhook_id'),
      event_id: text(row, 'event_id'),
      event: text(row, 'event'),
      status: statusOf(row),
      created_at: isoDate(integer(row, 'created_at')),
      next_attempt_at: dueAt === null ? null : isoDate(dueAt),
      body: bytes(row, 'body'),
      attempts: attemptsOf.all(integer(row, 'seq')).map(readAttempt),
    };
  };

  return {
    /** Owes an event to a webhook from now on, within `Database.write`. */
    insert(webhookId: string, eventSeq: number, now: number): Owed {
      const seq = nextSeq++;
      insert.run(seq, webhookId, eventSeq, now, now);
      return { seq, eventSeq, attempts: 0 };
    },

    /** Owes a delivery's event again, as a new delivery. @throws DatabaseError */
    repeat({ id }: SandboxDelivery, now: number): SandboxDelivery {
      const before = bySeq.get(seqOf(id));
      const seq = nextSeq++;
      transaction(() => {
        const row = before ?? {};
        insert.run(seq, text(row, 'webhook_id'), integer(row, 'event_seq'), now, now);
      });
      return read(bySeq.get(seq) ?? {});
    },

    /** A webhook's deliveries that are due, longest due first. */
    due: (webhookId: string, now: number, limit: number): Owed[] =>
      due.all(webhookId, now, limit).map((row) => ({
        seq: integer(row, 'seq'),
        eventSeq: integer(row, 'event_seq'),
        attempts: integer(row, 'attempts'),
      })),

    /** When the webhook's next delivery after now is due. */
    nextDue: (webhookId: string, now: number): number | null =>
      optionalInteger(nextDue.get(webhookId, now) ?? {}, 'due_at'),

    /** The ids of the webhooks to which anything is owed. */
    owing: (): string[] => owing.all().map((row) => text(row, 'webhook_id')),

    /** The time by the clock at which anything was last done for what is owed now. */
    lastPendingAt: (): number | null => optionalInteger(lastPending.get() ?? {}, 'at'),

    /** Makes everything that is owed due so many milliseconds sooner. @throws DatabaseError */
    advanceDue(milliseconds: number): void {
      transaction(() => advanceDue.run(milliseconds));
    },

    /**
     * Logs an attempt and what it means, within `Database.write`.
     * @returns false when it was abandoned meanwhile.
     */
    record({ seq, attempts }: Owed, attempt: SandboxAttempt, verdict: Verdict): boolean {
      const dueAt = verdict.status === 'pending' ? verdict.retryAt : null;
      if (settle.run(verdict.status, dueAt, seq).changes === 0) return false;
      addAttempt.run(
        seq,
        attempts + 1,
        Date.parse(attempt.at),
        attempt.request.url,
        JSON.stringify(attempt.request.headers),
        attempt.latency_ms,
        attempt.status_code,
        attempt.response,
        attempt.error,
        attempt.response_headers && JSON.stringify(attempt.response_headers),
      );
      return true;
    },

    find(id: string): SandboxDelivery | undefined {
      const row = bySeq.get(seqOf(id));
      return row && read(row);
    },

    /** In the order in which they came to be owed. */
    list({ webhookId, eventId, status }: DeliveryFilter = {}): SandboxDelivery[] {
      return filtered
        .all({ webhook: webhookId ?? null, event: eventId ?? null, status: status ?? null })
        .map(read);
    },

    /**
     * Deliveries of any webhook, newest first, without their bodies. `before` is a page's `next`.
     * Texts have no index, so a rare one is looked for in the whole log; deliveries and requests go
     * on between one slice of it and the next.
     */
    async search(
      { webhookId, event, status, text: wanted }: DeliverySearch,
      limit: number,
      before: number = Number.MAX_SAFE_INTEGER,
    ): Promise<Page<DeliverySummary>> {
      const pattern = wanted && `%${wanted.replace(/[\\%_]/g, '\\$&')}%`;
      const filter = {
        webhook: webhookId ?? null,
        name: event ?? null,
        status: status ?? null,
        text: pattern ?? null,
        exact: wanted ?? null,
      };
      const rows: Row[] = [];
      let size = FIRST_SLICE;
      for (let end = before; end > 0 && rows.length <= limit; ) {
        const started = performance.now();
        const first = sliceStart.get(end, size - 1);
        const from = first === undefined ? 0 : integer(first, 'seq');
        rows.push(...found.all({ ...filter, from, before: end, limit: limit + 1 - rows.length }));
        end = from;
        const slow = performance.now() - started > SLICE_TIME;
        size = slow ? Math.ceil(size / 2) : size * 2;
        await turn();
      }
      const last = rows[limit - 1];
      return {
        items: rows.slice(0, limit).map(readSummary),
        next: last !== undefined && rows.length > limit ? integer(last, 'seq') : null,
      };
    },

    summary(id: string): DeliverySummary | undefined {
      const row = summary.get(seqOf(id));
      return row && readSummary(row);
    },

    /** How the newest deliveries of each webhook went, among the last 5,000 of all. */
    history(length: number): ReadonlyMap<string, DeliveryHistory> {
      const history = new Map<string, { newest: string; statuses: DeliveryStatus[] }>();
      for (const row of lately.all(LATELY)) {
        const webhookId = text(row, 'webhook_id');
        const known = history.get(webhookId) ?? { newest: idOf(integer(row, 'seq')), statuses: [] };
        if (known.statuses.length < length) known.statuses.push(statusOf(row));
        history.set(webhookId, known);
      }
      return history;
    },

    /** How many there are. */
    count: (): number => integer(count.get() ?? {}, 'count'),

    /** A webhook's log, newest first. `before` is a page's `next`. */
    page(
      webhookId: string,
      limit: number,
      before: number = Number.MAX_SAFE_INTEGER,
    ): Page<SandboxDelivery> {
      const rows = page.all(webhookId, before, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(read),
        next: last !== undefined && rows.length > limit ? integer(last, 'seq') : null,
      };
    },
  };
}

/** Ids are the rows' numbers: a random one would need an index of its own, at each delivery. */
export function idOf(seq: number): string {
  return `del_${seq}`;
}

/** @returns a number that no row has, for what is not an id. */
function seqOf(id: string): number {
  return Number(/^del_(\d{1,15})$/.exec(id)?.[1] ?? -1);
}

function statusOf(row: Row): DeliveryStatus {
  const status = text(row, 'status');
  return status === 'delivered' || status === 'failed' ? status : 'pending';
}

function readSummary(row: Row): DeliverySummary {
  const dueAt = optionalInteger(row, 'due_at');
  const at = optionalInteger(row, 'started_at');
  return {
    id: idOf(integer(row, 'seq')),
    webhook_id: text(row, 'webhook_id'),
    event_id: text(row, 'event_id'),
    event: text(row, 'event'),
    status: statusOf(row),
    created_at: isoDate(integer(row, 'created_at')),
    next_attempt_at: dueAt === null ? null : isoDate(dueAt),
    attempts: integer(row, 'attempts'),
    last:
      at === null
        ? null
        : {
            at: isoDate(at),
            status_code: optionalInteger(row, 'status_code'),
            error: optionalText(row, 'error'),
            latency_ms: integer(row, 'latency_ms'),
          },
  };
}

function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function readAttempt(row: Row): SandboxAttempt {
  const responseHeaders = optionalText(row, 'response_headers');
  return {
    at: isoDate(integer(row, 'started_at')),
    request: { url: text(row, 'url'), headers: readHeaders(text(row, 'request_headers')) },
    latency_ms: integer(row, 'latency_ms'),
    status_code: optionalInteger(row, 'status_code'),
    response: optionalText(row, 'response'),
    response_headers: responseHeaders === null ? null : readHeaders(responseHeaders),
    error: optionalText(row, 'error'),
  };
}

function readHeaders(json: string): Record<string, string> {
  const headers: unknown = JSON.parse(json);
  return Object.fromEntries(
    Object.entries(Object(headers)).map(([name, value]) => [name, String(value)]),
  );
}
