/** @module Pruning: removes old deliveries, and those beyond a number. */
import type { Database } from './database.ts';

/** What to keep. Pending deliveries are always kept. */
export interface Keep {
  /** How many of the newest deliveries, and of the newest events. */
  readonly deliveries?: number;
  /** The age limit in days. */
  readonly days?: number;
}

const DAY = 24 * 60 * 60 * 1000;

/** Removes the rest. @returns how many deliveries were removed. @throws DatabaseError */
export function prune(
  { connection, transaction }: Database,
  { deliveries = Number.MAX_SAFE_INTEGER, days = Number.POSITIVE_INFINITY }: Keep,
  now: number,
): number {
  const limits = { kept: deliveries, before: Math.max(0, now - days * DAY) };
  return transaction(() => {
    const { changes } = connection
      .prepare(
        `DELETE FROM deliveries WHERE due_at IS NULL AND (created_at < :before
           OR seq <= (SELECT seq FROM deliveries ORDER BY seq DESC LIMIT 1 OFFSET :kept))`,
      )
      .run(limits);
    connection
      .prepare(
        `DELETE FROM events WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE event_seq = events.seq)
           AND (created_at < :before
             OR seq <= (SELECT seq FROM events ORDER BY seq DESC LIMIT 1 OFFSET :kept))`,
      )
      .run(limits);
    return Number(changes);
  });
}
