/** @module Pruning: what was delivered or abandoned long ago, or is too much, is removed. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from './database.ts';
import { integer } from './row.ts';

/** What to keep. What is still owed is always kept. */
export interface Keep {
  /** The newest so many deliveries, and the newest so many events. */
  readonly deliveries?: number;
  /** What is younger than so many days. */
  readonly days?: number;
}

/** How many deliveries are removed in one transaction: others are let in between. */
const AT_ONCE = 2000;

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
  const dropEvents = connection.prepare(
    `DELETE FROM events WHERE (seq <= :seq OR created_at < :before)
       AND seq NOT IN (SELECT event_seq FROM deliveries)`,
  );

  return async ({ deliveries = -1, days }, now) => {
    const before = days === undefined ? 0 : now - days * DAY;
    const kept = deliveries < 0 ? Number.MAX_SAFE_INTEGER : deliveries;
    const row = limits.get({ kept }) ?? {};
    const seq = integer(row, 'delivery');
    const removeSome = () => {
      const some = settled.all({ seq, before, atOnce: AT_ONCE });
      for (const one of some) {
        dropAttempts.run(integer(one, 'seq'));
        dropDelivery.run(integer(one, 'seq'));
      }
      return some.length;
    };
    transaction(() => note.run(integer(row, 'last')));
    let removed = 0;
    for (let some = AT_ONCE; some === AT_ONCE; removed += some) {
      some = transaction(removeSome);
      await turn();
    }
    transaction(() => dropEvents.run({ seq: integer(row, 'event'), before }));
    return removed;
  };
}
