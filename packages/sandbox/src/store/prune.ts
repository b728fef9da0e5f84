/** @module Pruning: what was delivered or abandoned long ago, or is too much, is removed. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from './database.ts';
import { integer, type Row } from './row.ts';

/** What to keep. What is still owed is always kept. */
export interface Keep {
  /** The newest so many deliveries, and the newest so many events. */
  readonly deliveries?: number;
  /** What is younger than so many days. */
  readonly days?: number;
}

/** How many rows are removed in one transaction. */
const AT_ONCE = 500;

const DAY = 24 * 60 * 60 * 1000;

export type Pruner = (keep: Keep, now: number) => Promise<number>;

/** @returns what removes the rest, and says how many deliveries that were. @throws DatabaseError */
export function createPruner({ connection, transaction }: Database): Pruner {
  const limits = connection.prepare(
    `SELECT IFNULL((SELECT MAX(seq) FROM deliveries), 0) AS last,
       IFNULL((SELECT seq FROM deliveries ORDER BY seq DESC LIMIT 1 OFFSET :kept), 0) AS delivery,
       IFNULL((SELECT seq FROM events ORDER BY seq DESC LIMIT 1 OFFSET :kept), 0) AS event`,
  );
  const note = connection.prepare('UPDATE pruned SET last_delivery = MAX(last_delivery, ?)');
  const settled = connection.prepare(
    `SELECT seq FROM deliveries
     WHERE due_at IS NULL AND (seq <= :seq OR created_at < :before) LIMIT :atOnce`,
  );
  const dropAttempts = connection.prepare('DELETE FROM attempts WHERE delivery_seq = ?');
  const dropDelivery = connection.prepare('DELETE FROM deliveries WHERE seq = ?');
  const oldEvents = connection.prepare(
    `SELECT seq FROM events WHERE seq > :after AND (seq <= :seq OR created_at < :before)
     ORDER BY seq LIMIT :atOnce`,
  );
  const delivered = connection.prepare(
    'SELECT DISTINCT event_seq AS seq FROM deliveries WHERE event_seq BETWEEN ? AND ?',
  );
  const dropEvent = connection.prepare('DELETE FROM events WHERE seq = ?');
  const seqs = (rows: Row[]) => rows.map((row) => integer(row, 'seq'));

  /** Lets others in between one transaction and the next. `some` returns how many it looked at. */
  async function repeat(some: () => number): Promise<void> {
    while (transaction(some) === AT_ONCE) await turn();
  }

  return async ({ deliveries = -1, days }, now) => {
    const before = days === undefined ? 0 : now - days * DAY;
    const kept = deliveries < 0 ? Number.MAX_SAFE_INTEGER : deliveries;
    const row = limits.get({ kept }) ?? {};
    transaction(() => note.run(integer(row, 'last')));

    let removed = 0;
    await repeat(() => {
      const some = seqs(settled.all({ seq: integer(row, 'delivery'), before, atOnce: AT_ONCE }));
      for (const seq of some) {
        dropAttempts.run(seq);
        dropDelivery.run(seq);
      }
      removed += some.length;
      return some.length;
    });

    let after = 0;
    await repeat(() => {
      const some = seqs(
        oldEvents.all({ after, seq: integer(row, 'event'), before, atOnce: AT_ONCE }),
      );
      const needed = new Set(seqs(delivered.all(after, some.at(-1) ?? after)));
      for (const seq of some) if (!needed.has(seq)) dropEvent.run(seq);
      after = some.at(-1) ?? after;
      return some.length;
    });
    return removed;
  };
}
