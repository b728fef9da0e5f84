/** @module The log of deliveries as people read it: searched, summed up, counted. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from './database.ts';
import {
  ATTEMPTS_MADE,
  type DeliveryState,
  type DeliveryStatus,
  idOf,
  readState,
  seqOf,
  statusOf,
} from './deliveries.ts';
import { type Page, pageOf } from './page.ts';
import { integer, optionalInteger, optionalText, optionalTime, type Row, text } from './row.ts';

export interface DeliverySearch {
  readonly webhookId?: string | undefined;
  /** The name of an event. */
  readonly event?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  /** Something that is in the body, in the answer or in the error, or the event's id. */
  readonly text?: string | undefined;
}

/** A delivery in a list. */
export interface DeliverySummary extends DeliveryState {
  readonly attempts: number;
  /** The last attempt; null when there was none yet. */
  readonly last: {
    readonly at: string;
    readonly status_code: number | null;
    readonly error: string | null;
    readonly latency_ms: number;
  } | null;
}

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

const selectSummaries = `
  SELECT d.seq, d.webhook_id, d.status, d.due_at, d.created_at, e.id AS event_id, e.name AS event,
    ${ATTEMPTS_MADE} AS attempts, a.started_at, a.status_code, a.error, a.latency_ms
  FROM deliveries d JOIN events e ON e.seq = d.event_seq
    LEFT JOIN attempts a ON a.delivery_seq = d.seq AND a.number = ${ATTEMPTS_MADE}`;

export type DeliveryLog = ReturnType<typeof deliveryLog>;

export function deliveryLog({ connection }: Database) {
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

  return {
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
      return pageOf(rows, limit, readSummary);
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
  };
}

function readSummary(row: Row): DeliverySummary {
  const at = optionalTime(row, 'started_at');
  return {
    ...readState(row),
    attempts: integer(row, 'attempts'),
    last:
      at === null
        ? null
        : {
            at,
            status_code: optionalInteger(row, 'status_code'),
            error: optionalText(row, 'error'),
            latency_ms: integer(row, 'latency_ms'),
          },
  };
}
