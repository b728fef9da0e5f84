/** @module The deliveries, pending and made, and the log of their attempts. */
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
export interface LoggedDelivery extends DeliveryLogEntry {
  readonly webhook_id: string;
  readonly status: DeliveryStatus;
  readonly created_at: string;
  readonly attempts: readonly SandboxAttempt[];
}

export interface SandboxDelivery extends LoggedDelivery {
  /** The bytes that are sent, the same at every attempt. */
  readonly body: Uint8Array;
}

/** One POST of a delivery's body, and its result. */
export interface SandboxAttempt extends DeliveryAttempt {
  readonly latency_ms: number;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
  /** The first bytes of the response's body; null without a response. */
  readonly response: string | null;
  readonly response_headers: Readonly<Record<string, string>> | null;
}

export interface PendingDelivery {
  readonly seq: number;
  readonly webhookId: string;
  readonly eventSeq: number;
  /** How many attempts have been made. */
  readonly attempts: number;
}

export interface DeliveryFilter {
  readonly webhookId?: string | undefined;
  readonly eventId?: string | undefined;
  /** The name of an event. */
  readonly event?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** Part of the body, of a response or of an error, or the event's ID. */
  readonly text?: string | undefined;
}

/** What an attempt means for its delivery: finished, or another attempt at `retryAt`. */
export type AttemptResult =
  | { readonly status: 'delivered' | 'failed' }
  | { readonly status: 'pending'; readonly retryAt: number };

export type DeliveryLog = ReturnType<typeof deliveryLog>;

/** What each member of a filter asks of a delivery. */
const CONDITIONS: Readonly<Record<string, string>> = {
  before: 'd.seq < :before',
  webhookId: 'd.webhook_id = :webhookId',
  eventId: 'e.id = :eventId',
  event: 'e.name = :event',
  status: 'd.status = :status',
  text: `(e.id LIKE :text ESCAPE '\\' OR CAST(e.body AS TEXT) LIKE :text ESCAPE '\\'
    OR EXISTS (SELECT 1 FROM attempts a WHERE a.delivery_seq = d.seq
      AND (a.response LIKE :text ESCAPE '\\' OR a.error LIKE :text ESCAPE '\\')))`,
} satisfies Readonly<Record<keyof DeliveryFilter | 'before', string>>;

const selectDeliveries = `
  SELECT d.*, e.id AS event_id, e.name AS event FROM deliveries d JOIN events e ON e.seq = d.event_seq`;

export function deliveryLog({ connection, transaction }: Database) {
  const insert = connection.prepare(
    `INSERT INTO deliveries (webhook_id, event_seq, status, due_at, created_at)
     VALUES (:webhookId, :eventSeq, 'pending', :now, :now)`,
  );
  const due = connection.prepare(
    `SELECT d.seq, d.webhook_id, d.event_seq,
       (SELECT COUNT(*) FROM attempts WHERE delivery_seq = d.seq) AS attempts
     FROM webhooks w JOIN deliveries d ON d.seq IN (
       SELECT seq FROM deliveries WHERE webhook_id = w.id AND due_at <= :now
       ORDER BY due_at, seq LIMIT :perWebhook)
     WHERE w.status = 'active'`,
  );
  const nextDue = connection.prepare(
    `SELECT MIN((SELECT MIN(due_at) FROM deliveries WHERE webhook_id = w.id AND due_at > ?)) AS at
     FROM webhooks w WHERE w.status = 'active'`,
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
  const finish = connection.prepare(
    `UPDATE deliveries SET status = ?, due_at = ? WHERE seq = ? AND status = 'pending'`,
  );
  const bySeq = connection.prepare(`${selectDeliveries} WHERE d.seq = ?`);
  const bodyOf = connection.prepare(
    'SELECT e.body FROM deliveries d JOIN events e ON e.seq = d.event_seq WHERE d.seq = ?',
  );
  const attemptsOf = connection.prepare(
    'SELECT * FROM attempts WHERE delivery_seq = ? ORDER BY number',
  );
  const count = connection.prepare('SELECT COUNT(*) AS count FROM deliveries');

  /** Newest first. */
  function select(filter: DeliveryFilter, limit: number, before?: number): Row[] {
    const text = filter.text && `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    const parameters: Record<string, string | number> = { limit };
    const conditions = ['TRUE'];
    for (const [name, value] of Object.entries({ ...filter, text, before })) {
      if (value === undefined) continue;
      parameters[name] = value;
      conditions.push(CONDITIONS[name] ?? 'FALSE');
    }
    return connection
      .prepare(
        `${selectDeliveries} WHERE ${conditions.join(' AND ')} ORDER BY d.seq DESC LIMIT :limit`,
      )
      .all(parameters);
  }

  function read(row: Row): LoggedDelivery {
    const status = text(row, 'status');
    return {
      id: idOf(integer(row, 'seq')),
      webhook_id: text(row, 'webhook_id'),
      event_id: text(row, 'event_id'),
      event: text(row, 'event'),
      status: status === 'delivered' || status === 'failed' ? status : 'pending',
      created_at: time(row, 'created_at'),
      next_attempt_at: optionalTime(row, 'due_at'),
      attempts: attemptsOf.all(integer(row, 'seq')).map(readAttempt),
    };
  }

  /** The bytes that are sent. */
  function body(id: string): Uint8Array {
    return bytes(bodyOf.get(seqOf(id)) ?? {}, 'body');
  }

  /** Adds a delivery that is due now, within a transaction. @returns its ID. */
  function add(webhookId: string, eventSeq: number, now: number): string {
    return idOf(Number(insert.run({ webhookId, eventSeq, now }).lastInsertRowid));
  }

  return {
    find(id: string): LoggedDelivery | undefined {
      const row = bySeq.get(seqOf(id));
      return row && read(row);
    },

    body,
    add,

    /** Adds a new delivery of the same event to the same webhook. @throws DatabaseError */
    repeat({ id, webhook_id: webhookId }: LoggedDelivery, now: number): string {
      const eventSeq = integer(bySeq.get(seqOf(id)) ?? {}, 'event_seq');
      return transaction(() => add(webhookId, eventSeq, now));
    },

    /** The deliveries to active webhooks that are due, for each webhook those longest due. */
    due: (now: number, perWebhook: number): PendingDelivery[] =>
      due.all({ now, perWebhook }).map((row) => ({
        seq: integer(row, 'seq'),
        webhookId: text(row, 'webhook_id'),
        eventSeq: integer(row, 'event_seq'),
        attempts: integer(row, 'attempts'),
      })),

    /** When the next delivery to an active webhook after `now` is due. */
    nextDue: (now: number): number | null => optionalInteger(nextDue.get(now) ?? {}, 'at'),

    /** The latest time recorded for the pending deliveries. */
    lastPendingAt: (): number | null => optionalInteger(lastPending.get() ?? {}, 'at'),

    /** Makes every pending delivery due earlier. @throws DatabaseError */
    advanceDue(milliseconds: number): void {
      transaction(() => advanceDue.run(milliseconds));
    },

    /**
     * Logs an attempt and its result, within a transaction.
     * @returns false if the delivery was abandoned in the meantime.
     */
    record(
      { seq, attempts }: PendingDelivery,
      attempt: SandboxAttempt,
      result: AttemptResult,
    ): boolean {
      const dueAt = result.status === 'pending' ? result.retryAt : null;
      if (finish.run(result.status, dueAt, seq).changes === 0) return false;
      addAttempt.run(
        seq,
        attempts + 1,
        Date.parse(attempt.at),
        attempt.request.url,
        JSON.stringify(attempt.request.headers),
        attempt.latency_ms,
        attempt.status_code,
        attempt.response,
        attempt.response_headers && JSON.stringify(attempt.response_headers),
        attempt.error,
      );
      return true;
    },

    /** Every delivery that matches, oldest first. */
    list: (filter: DeliveryFilter = {}): SandboxDelivery[] =>
      select(filter, -1)
        .map(read)
        .map((delivery) => ({ ...delivery, body: body(delivery.id) }))
        .toReversed(),

    /** The deliveries that match, newest first. `before` is the `next` of the previous page. */
    page: (filter: DeliveryFilter, limit: number, before?: number): Page<LoggedDelivery> =>
      pageOf(select(filter, limit + 1, before), limit, read),

    count: (): number => integer(count.get() ?? {}, 'count'),
  };
}

function idOf(seq: number): string {
  return `del_${seq}`;
}

/** @returns a number that no row has for anything that is not an ID. */
function seqOf(id: string): number {
  return Number(/^del_(\d{1,15})$/.exec(id)?.[1] ?? -1);
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
