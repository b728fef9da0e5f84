/**
 * @module A statement that PostgreSQL ends to resolve a deadlock, where BullMQ notes a delivery as done.
 * @slow Needs PostgreSQL.
 */

import { type Service, startPostgres } from '@kolvera/test-support/debian-services';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bullmqEngine } from '../src/inbox/bullmq-engine.ts';
import { createInbox } from '../src/inbox/index.ts';
import { delivery, SECRET } from './deliveries.ts';
import { disconnected } from './disconnected.ts';

const STARTING_MS = 300_000;
const WAIT = { timeout: 60_000, interval: 20 };

let service: Service;
let database: pg.Client;
beforeAll(async () => {
  service = await startPostgres();
  database = new pg.Client({ connectionString: service.url });
  await database.connect();
}, STARTING_MS);
afterAll(async () => {
  await database?.end();
  if (service !== undefined) await disconnected(service.url);
  await service?.stop();
});

test('a delivery is handled once, though noting it as done ends in a deadlock', {
  timeout: 60_000,
}, async () => {
  const postgres = { connectionString: service.url };
  const handled: string[] = [];
  const errors: string[] = [];
  const inbox = createInbox({
    secret: SECRET,
    engine: bullmqEngine({ name: 'deadlock', postgres }),
  })
    .onAny(({ id }) => handled.push(id))
    .onError(({ code }) => errors.push(code));
  try {
    await inbox.migrate();
    await endInDeadlocks(3);
    await inbox.receive(delivery({ id: 'evt_1', event: 'contact.created', data: {} }));
    await inbox.start();
    await expect.poll(async () => (await inbox.counts()).handled, WAIT).toBe(1);
    // One more than the three that ended.
    const { rows } = await database.query('SELECT last_value::int AS tries FROM deadlocks');
    expect(rows).toEqual([{ tries: 4 }]);
    expect(handled).toEqual(['evt_1']);
    expect(errors).toEqual([]);
  } finally {
    await inbox.close({ withinMs: 1_000 });
  }
});

/** Makes the first few statements end that note a delivery as done. A sequence counts on after a rollback. */
async function endInDeadlocks(times: number): Promise<void> {
  await database.query(`
    CREATE SEQUENCE deadlocks;
    CREATE FUNCTION end_in_deadlock() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('public.deadlocks') <= ${times} THEN
        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER end_in_deadlock BEFORE UPDATE ON bullmq.job FOR EACH ROW
    WHEN (NEW.state = 'completed') EXECUTE FUNCTION end_in_deadlock();
  `);
}
