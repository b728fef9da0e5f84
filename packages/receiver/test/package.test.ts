import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '@kolvera/test-support/bundle';
import { expect, test } from 'vitest';
import * as index from '../src/index.ts';
import * as node from '../src/node/index.ts';
import { REFUSALS } from '../src/refusal.ts';
import { responseTo } from '../src/response.ts';

// Removing or renaming one of these breaks the code of everyone who receives Kolvera's webhooks.
test('the exported names', () => {
  expect(Object.keys(index).sort()).toMatchInlineSnapshot(`
    [
      "ReceiverError",
      "ReceiverSetupError",
      "createMemoryStore",
      "createReceiver",
    ]
  `);
  expect(Object.keys(node)).toMatchInlineSnapshot(`
    [
      "createNodeHandler",
    ]
  `);
});

test.each([
  ['fastify/index.ts', ['kolveraPlugin']],
  ['fetch/index.ts', ['createFetchHandler']],
  ['inbox/bullmq-engine.ts', ['bullmqEngine']],
  ['inbox/index.ts', ['createInbox']],
  ['inbox/sqlite-engine.ts', ['sqliteEngine']],
  ['lambda/index.ts', ['createLambdaHandler']],
  ['stores/postgres-store.ts', ['createPostgresStore']],
  ['stores/redis-store.ts', ['createRedisStore']],
  ['stores/sqlite-store.ts', ['createSqliteStore']],
  ['testing/index.ts', ['signedDelivery']],
])('the exported names of %s', async (file, names) => {
  expect(Object.keys(await import(`../src/${file}`))).toEqual(names);
});

// Users' programs depend on these codes. The statuses decide whether Kolvera retries.
test('the codes and statuses of what goes wrong', () => {
  const statuses = Object.entries(REFUSALS).map(([code, { status }]) => `${status} ${code}`);
  expect(statuses.sort()).toMatchInlineSnapshot(`
    [
      "200 dead_letter",
      "200 engine_failed",
      "200 no_event_name",
      "200 same_id_other_body",
      "200 store_not_updated",
      "400 body_incomplete",
      "400 invalid_json",
      "400 too_deep",
      "401 malformed_signature",
      "401 mismatch",
      "401 missing_signature",
      "401 missing_timestamp",
      "401 too_old",
      "405 method_not_allowed",
      "408 body_timeout",
      "413 body_too_large",
      "415 unsupported_media_type",
      "500 body_already_parsed",
      "500 body_already_read",
      "500 handler_failed",
      "503 delivery_running",
      "503 handler_timeout",
      "503 store_failed",
    ]
  `);
});

test('the README lists every response to a sender, and every code for an owner', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  for (const [code, { status }] of Object.entries(REFUSALS)) {
    if (status === 200) continue;
    const response = responseTo(code as keyof typeof REFUSALS);
    const { code: toSender }: { code: string } = JSON.parse(response.body);
    expect(readme).toMatch(new RegExp(`^\\| ${status} \\|.*\`${toSender}\``, 'm'));
    if (status === 401) expect(readme).toContain(`\`${code}\``);
  }
});

const root = join(import.meta.dirname, '..');

test.each([
  ['index', 7000],
  ['node/index', 1600],
])('%s is at most %i bytes, minified and gzipped', async (entry, budget) => {
  const { gzipped } = await bundle(`export * from './src/${entry}.ts'`, root, ['@kolvera/*']);
  expect(gzipped).toBeLessThanOrEqual(budget);
});
