/**
 * @module The upserts of docs/own-endpoint.md, with shuffled and repeated deliveries.
 * @slow Needs PostgreSQL.
 */
import { DatabaseSync } from 'node:sqlite';
import { sampleEvent } from '@kolvera/event-schema';
import { startPostgres } from '@kolvera/test-support/debian-services';
import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import * as postgres from '../../../examples/out-of-order/postgres.ts';
import * as sqlite from '../../../examples/out-of-order/sqlite.ts';
import type { Receiver } from '../src/index.ts';
import { delivery, SECRET } from './deliveries.ts';

/** Of one contact, with offsets in which the order of the text is not the order of the times. */
const updates = [
  ['2026-07-01T20:00:00+11:00', 'first'],
  ['2026-07-01T10:00:00Z', 'second'],
  ['2026-07-01T09:00:00-05:00', 'third'],
  ['2026-07-02T00:30:00+10:00', 'last'],
].map(([created_at, name], n) => ({
  ...sampleEvent('contact.updated', { id: `evt_${n}`, data: { contact: { id: 'con_1', name } } }),
  created_at,
}));

/** In any order, each at least once, to two processes that do not share a store. */
const sendings = fc
  .array(fc.constantFrom(...updates), { maxLength: 4 })
  .chain((repeats) =>
    fc.shuffledSubarray([...updates, ...repeats], { minLength: 4 + repeats.length }),
  );

async function send(
  receivers: readonly Receiver[],
  events: readonly (typeof updates)[number][],
): Promise<void> {
  for (const [n, event] of events.entries()) {
    const response = await receivers[n % receivers.length]?.receive(delivery(event));
    expect(response?.status).toBe(200);
  }
}

test('SQLite keeps the newer row', () =>
  fc.assert(
    fc.asyncProperty(sendings, async (events) => {
      const database = new DatabaseSync(':memory:');
      const create = () => sqlite.createContactsReceiver(database, SECRET);
      await send([create(), create()], events);
      expect(database.prepare('SELECT id, name FROM contacts').all()).toEqual([
        { id: 'con_1', name: 'last' },
      ]);
    }),
  ));

test('PostgreSQL keeps the newer row', async () => {
  const service = await startPostgres();
  const pool = new pg.Pool({ connectionString: service.url }).on('error', () => {});
  try {
    await fc.assert(
      fc.asyncProperty(sendings, async (events) => {
        await pool.query('DROP TABLE IF EXISTS contacts');
        const create = () => postgres.createContactsReceiver(pool, SECRET);
        await send([await create(), await create()], events);
        const { rows } = await pool.query('SELECT id, name FROM contacts');
        expect(rows).toEqual([{ id: 'con_1', name: 'last' }]);
      }),
      { numRuns: 30 },
    );
  } finally {
    await pool.end();
    await service.stop();
  }
}, 300_000);
