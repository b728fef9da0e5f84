/** @module Waiting for the clients of a PostgreSQL server to be gone, before it is stopped. */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

/**
 * A pool's `end` resolves before its connections are closed, and a server that stops meanwhile makes
 * them throw where nobody can catch it.
 */
export async function disconnected(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const others = `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  for (let tries = 0; tries < 100 && (await client.query(others)).rowCount !== 0; tries++) {
    await wait(50);
  }
  await client.end();
}
