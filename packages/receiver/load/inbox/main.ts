/**
 * @module `npm run load:inbox`: four receivers behind one port and four workers, on Redis and on
 * PostgreSQL, with repeats, failing handlers and kills; then what is lost, doubled, and how fast.
 *
 *     npm run load:inbox -- [--only redis|postgres] [--deliveries 50000]
 *
 * Exits with 1 when something is lost, when something is doubled that was not in work at a kill, or when a receiver
 * accepts less than 0.8 of what a bare endpoint does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, startRedis } from '@kolvera/test-support/debian-services';
import { createInbox, type Inbox } from '../../src/inbox/index.ts';
import { startServer } from '../../test/inboxes.ts';
import { acceptRatio } from './accept-ratio.ts';
import { handledRate } from './handled-rate.ts';
import { type Role, roleFor } from './roles.ts';
import { wholeLoad } from './whole-load.ts';

const ACCEPT_GOAL = 0.8;
const ENGINES = { redis: startServer(startRedis), postgres: startServer(startPostgres) };

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, deliveries: { type: 'string', default: '50000' } },
});
const deliveries = Number(flags.deliveries);
if (!(deliveries >= 1)) throw new RangeError('--deliveries takes a number from 1 on.');
const engines = Object.entries(ENGINES).filter(
  ([name]) => flags.only === undefined || flags.only === name,
);
if (engines.length === 0) throw new RangeError('--only takes redis or postgres.');

const rounded = (rate: number) => Math.round(rate).toLocaleString('en');
let failed = false;
for (const [name, start] of engines) {
  const host = await start();
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-load-'));
  const inboxes: Inbox[] = [];
  const inboxFor = ({ name, secret }: Role) => {
    const inbox = createInbox({ secret, engine: host.engine(name) });
    inboxes.push(inbox);
    return inbox;
  };
  try {
    const role = await roleFor(host.address, 'everything', folder);
    const inbox = inboxFor(role);
    await inbox.migrate();
    const ratio = await acceptRatio(host.address, folder, deliveries);
    const kept = await wholeLoad(role, inbox, deliveries);
    const one = await roleFor(host.address, 'one', folder);
    const two = await roleFor(host.address, 'two', folder);
    const rates = [
      await handledRate(1, one, inboxFor(one), deliveries),
      await handledRate(2, two, inboxFor(two), deliveries),
    ];
    console.log(`
BullMQ over ${name}: ${rounded(deliveries)} deliveries of ${rounded(kept.events)} events, 4 receivers, 4 workers, one of each killed
  lost                       ${kept.lost}
  doubled                    ${kept.doubled}, of which ${kept.doubledElsewhere} were not in work at the kill
  dead letters               ${kept.dead}
  sent again by the sender   ${kept.again}
  accepted per second        ${rounded(kept.acceptRate)}
  handled per second         ${rounded(kept.handledRate)}
  one process of each        ${rounded(rates[0] ?? 0)} handled per second
  two processes of each      ${rounded(rates[1] ?? 0)} handled per second
  accepted, times bare       ${ratio.toFixed(2)} (goal: ${ACCEPT_GOAL})`);
    failed ||= kept.lost > 0 || kept.doubledElsewhere > 0 || kept.dead > 0 || ratio < ACCEPT_GOAL;
  } finally {
    await Promise.all(inboxes.map((each) => each.close()));
    await host.stop();
    await rm(folder, { recursive: true });
  }
}
process.exit(failed ? 1 : 0);
