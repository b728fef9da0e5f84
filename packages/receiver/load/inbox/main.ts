/**
 * @module `npm run load:inbox`: four receivers behind one port and four workers, on Redis and on
 * PostgreSQL, with repeats, failing handlers and kills.
 *
 * Exits with 1 when an event is lost, when one is handled twice that was not in progress at a kill, or
 * when a receiver accepts less than 0.8 of what a bare endpoint does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, startRedis } from '@kolvera/test-support/debian-services';
import { createInbox } from '../../src/inbox/index.ts';
import { startServer } from '../../test/inboxes.ts';
import { acceptRatio } from './accept-ratio.ts';
import { roleFor } from './roles.ts';
import { wholeLoad } from './whole-load.ts';

const ACCEPT_GOAL = 0.8;
const ENGINES = { redis: startServer(startRedis), postgres: startServer(startPostgres) };

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    deliveries: { type: 'string', default: '50000' },
    help: { type: 'boolean' },
  },
});
if (flags.help) {
  console.log(`npm run load:inbox -- [--only redis|postgres] [--deliveries 50000]

Progress goes to stderr. A killed worker's deliveries wait for their lease of 10 s.`);
  process.exit();
}
const deliveries = Number(flags.deliveries);
if (!(deliveries >= 1)) throw new RangeError('--deliveries must be a number, 1 or greater.');
const engines = Object.entries(ENGINES).filter(
  ([name]) => flags.only === undefined || flags.only === name,
);
if (engines.length === 0) throw new RangeError('--only must be redis or postgres.');

const rounded = (rate: number) => Math.round(rate).toLocaleString('en');
let failed = false;
for (const [name, start] of engines) {
  const host = await start();
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-load-'));
  const role = await roleFor(host.address, 'everything', folder);
  const inbox = createInbox({ secret: role.secret, engine: host.engine(role.name) });
  try {
    await inbox.migrate();
    console.error(`BullMQ over ${name}: comparing with a bare endpoint …`);
    const ratio = await acceptRatio(host.address, folder, deliveries);
    console.error(`BullMQ over ${name}: ${rounded(deliveries)} deliveries, with kills …`);
    const kept = await wholeLoad(role, inbox, deliveries);
    console.log(`
BullMQ over ${name}: ${rounded(deliveries)} deliveries of ${rounded(kept.events)} events, 4 receivers, 4 workers, one of each killed
  lost                       ${kept.lost}
  doubled                    ${kept.doubled}, of which ${kept.doubledElsewhere} were not in progress at the kill
  dead letters               ${kept.dead}
  sent again by the sender   ${kept.again}
  accepted per second        ${rounded(kept.acceptRate)}
  handled per second         ${rounded(kept.handledRate)}
  accepted, times bare       ${ratio.toFixed(2)} (goal: ${ACCEPT_GOAL})`);
    failed ||= kept.lost > 0 || kept.doubledElsewhere > 0 || kept.dead > 0 || ratio < ACCEPT_GOAL;
  } finally {
    await inbox.close();
    await host.stop();
    await rm(folder, { recursive: true });
  }
}
process.exit(failed ? 1 : 0);
