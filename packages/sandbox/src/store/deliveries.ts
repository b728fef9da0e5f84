/** @module The deliveries that are owed or were made, and the log of their attempts. */
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
}

/** A delivery that is due, with what sending it takes. */
export interface DueDelivery {
  readonly seq: number;
  readonly webhookId: string;
  readonly url: string;
  readonly secret: string;
  readonly body: Uint8Array;
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

export type DeliveryStore = ReturnType<typeof deliveryStore>;

const selectDeliveries = `
  SELECT d.*, e.id AS event_id, e.name AS event, e.body
  FROM deliveries d JOIN events e ON e.seq = d.event_seq`;

export function deliveryStore({ connection }: Database) {
  const insert = connection.prepare(
    `INSERT INTO deliveries (webhook_id, event_seq, status, due_at, created_at)
     VALUES (?, ?, 'pending', ?, ?)`,
  );
  const repeat = connection.prepare(
    `INSERT INTO deliveries (webhook_id, event_seq, status, due_at, created_at)
     SELECT webhook_id, event_seq, 'pending', ?, ? FROM deliveries WHERE seq = ?`,
  );
  // What a disabled webhook is owed is not due: it waits until the webhook is enabled again.
  const due = connection.prepare(
    `SELECT d.seq FROM webhooks w JOIN deliveries d ON d.webhook_id = w.id
     WHERE w.id = ? AND w.status = 'active' AND d.due_at <= ? ORDER BY d.due_at, d.seq LIMIT ?`,
  );
  const nextDue = connection.prepare(
    `SELECT MIN(d.due_at) AS due_at FROM webhooks w JOIN deliveries d ON d.webhook_id = w.id
     WHERE w.id = ? AND w.status = 'active' AND d.due_at > ?`,
  );
  const toSend = connection.prepare(
    `SELECT d.seq, d.webhook_id, w.url, w.secret, e.body,
       (SELECT COUNT(*) FROM attempts a WHERE a.delivery_seq = d.seq) AS attempts
     FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id JOIN events e ON e.seq = d.event_seq
     WHERE d.seq = ? AND d.due_at IS NOT NULL AND w.status = 'active'`,
  );
  const addAttempt = connection.prepare('INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
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

  const read = (row: Row): SandboxDelivery => {
    const dueAt = optionalInteger(row, 'due_at');
    const status = text(row, 'status');
    return {
      id: idOf(integer(row, 'seq')),
      webhook_id: text(row, 'webhook_id'),
      event_id: text(row, 'event_id'),
      event: text(row, 'event'),
      status: status === 'delivered' || status === 'failed' ? status : 'pending',
      created_at: isoDate(integer(row, 'created_at')),
      next_attempt_at: dueAt === null ? null : isoDate(dueAt),
      body: bytes(row, 'body'),
      attempts: attemptsOf.all(integer(row, 'seq')).map(readAttempt),
    };
  };

  return {
    /** Owes an event to a webhook from now on. @returns the delivery's id. */
    insert(webhookId: string, eventSeq: number, now: number): string {
      return idOf(insert.run(webhookId, eventSeq, now, now).lastInsertRowid);
    },

    /** Owes a delivery's event again, as a new delivery. */
    repeat({ id }: SandboxDelivery, now: number): SandboxDelivery {
      const row = bySeq.get(repeat.run(now, now, seqOf(id)).lastInsertRowid);
      if (row === undefined) throw new TypeError('The delivery was not stored.');
      return read(row);
    },

    /** The numbers of a webhook's deliveries that are due, longest due first. */
    due: (webhookId: string, now: number, limit: number): number[] =>
      due.all(webhookId, now, limit).map((row) => integer(row, 'seq')),

    /** When the webhook's next delivery after now is due. */
    nextDue(webhookId: string, now: number): number | null {
      const row = nextDue.get(webhookId, now);
      return row === undefined ? null : optionalInteger(row, 'due_at');
    },

    /** @returns undefined when it is not due any more. */
    toSend(seq: number): DueDelivery | undefined {
      const row = toSend.get(seq);
      return (
        row && {
          seq,
          webhookId: text(row, 'webhook_id'),
          url: text(row, 'url'),
          secret: text(row, 'secret'),
          body: bytes(row, 'body'),
          attempts: integer(row, 'attempts'),
        }
      );
    },

    /** Logs an attempt and what it means. @returns false when it was given up meanwhile. */
    record(delivery: DueDelivery, attempt: SandboxAttempt, verdict: Verdict): boolean {
      const dueAt = verdict.status === 'pending' ? verdict.retryAt : null;
      if (settle.run(verdict.status, dueAt, delivery.seq).changes === 0) return false;
      addAttempt.run(
        delivery.seq,
        delivery.attempts + 1,
        Date.parse(attempt.at),
        attempt.request.url,
        JSON.stringify(attempt.request.headers),
        attempt.latency_ms,
        attempt.status_code,
        attempt.response,
        attempt.error,
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
function idOf(seq: number | bigint): string {
  return `del_${seq}`;
}

/** @returns a number that no row has, for what is not an id. */
function seqOf(id: string): number {
  return Number(/^del_(\d{1,15})$/.exec(id)?.[1] ?? -1);
}

function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function readAttempt(row: Row): SandboxAttempt {
  const headers: unknown = JSON.parse(text(row, 'request_headers'));
  return {
    at: isoDate(integer(row, 'started_at')),
    request: {
      url: text(row, 'url'),
      headers: Object.fromEntries(
        Object.entries(Object(headers)).map(([name, value]) => [name, String(value)]),
      ),
    },
    latency_ms: integer(row, 'latency_ms'),
    status_code: optionalInteger(row, 'status_code'),
    response: optionalText(row, 'response'),
    error: optionalText(row, 'error'),
  };
}
