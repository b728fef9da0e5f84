/** @module The deliveries that are owed or were made, and the log of their attempts. */
import type { DeliveryAttempt, DeliveryLogEntry } from '@kolvera/webhook-api';
import type { Database } from './database.ts';
import { type Page, pageOf } from './page.ts';
import {
  bytes,
  integer,
  optionalInteger,
  optionalText,
  optionalTime,
  type Row,
  text,
  time,
} from './row.ts';

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** One event for one webhook, with every attempt to deliver it. */
export interface SandboxDelivery extends DeliveryLogEntry {
  readonly webhook_id: string;
  readonly status: DeliveryStatus;
  readonly created_at: string;
  /** The bytes that are sent, the same at every attempt. */
  readonly body: Uint8Array;
  readonly attempts: readonly SandboxAttempt[];
}

/** What a delivery is about, and how far it is. */
export type DeliveryState = Omit<SandboxDelivery, 'body' | 'attempts'>;

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

/** What an attempt means for its delivery: settled, or another attempt at `retryAt`. */
export type Verdict =
  | { readonly status: 'delivered' | 'failed' }
  | { readonly status: 'pending'; readonly retryAt: number };

/** How many attempts a delivery `d` has had. */
export const ATTEMPTS_MADE = '(SELECT COUNT(*) FROM attempts WHERE delivery_seq = d.seq)';

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

  const read = (row: Row): SandboxDelivery => ({
    ...readState(row),
    body: bytes(row, 'body'),
    attempts: attemptsOf.all(integer(row, 'seq')).map(readAttempt),
  });

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

    /** A webhook's log, newest first. `before` is a page's `next`. */
    page(
      webhookId: string,
      limit: number,
      before: number = Number.MAX_SAFE_INTEGER,
    ): Page<SandboxDelivery> {
      return pageOf(page.all(webhookId, before, limit + 1), limit, read);
    },
  };
}

/** Ids are the rows' numbers: a random one would need an index of its own, at each delivery. */
export function idOf(seq: number): string {
  return `del_${seq}`;
}

/** @returns a number that no row has, for what is not an id. */
export function seqOf(id: string): number {
  return Number(/^del_(\d{1,15})$/.exec(id)?.[1] ?? -1);
}

export function statusOf(row: Row): DeliveryStatus {
  const status = text(row, 'status');
  return status === 'delivered' || status === 'failed' ? status : 'pending';
}

export function readState(row: Row): DeliveryState {
  return {
    id: idOf(integer(row, 'seq')),
    webhook_id: text(row, 'webhook_id'),
    event_id: text(row, 'event_id'),
    event: text(row, 'event'),
    status: statusOf(row),
    created_at: time(row, 'created_at'),
    next_attempt_at: optionalTime(row, 'due_at'),
  };
}

function readAttempt(row: Row): SandboxAttempt {
  const responseHeaders = optionalText(row, 'response_headers');
  return {
    at: time(row, 'started_at'),
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
