/**
 * @module `npm run load:inbox`: four receivers behind one port and four workers, on Redis and on
 * PostgreSQL, with repeats, failing handlers and kills; then what is lost, doubled, and how fast.
 *
 *     npm run load:inbox -- [--only redis|postgres] [--deliveries 50000]
 *
 * Exits with 1 when something is lost, when something is doubled that was not in work at a kill, or when a receiver
 * accepts less than 0.8 of what a bare endpoint does.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Service, startPostgres, startRedis } from '../../../../scripts/debian-services.ts';
import { freePort } from '../../../../scripts/free-port.ts';
import { bullmqEngine } from '../../src/inbox/bullmq-engine.ts';
import { createInbox, type Inbox } from '../../src/inbox/index.ts';
import { disconnected } from '../../test/disconnected.ts';
import { kill, logOf, type Role, startReceivers, startWorkers } from './roles.ts';
import { send } from './sender.ts';

const ACCEPT_GOAL = 0.8;
const STARTS = 5;
const ROUNDS = 10;
const SECRET = 'whsec_load_of_the_inbox';

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, deliveries: { type: 'string', default: '50000' } },
});
const deliveries = Number(flags.deliveries);

interface Engine {
  readonly name: string;
  readonly start: () => Promise<Service>;
  readonly inbox: (url: string, name: string) => Inbox;
}

const engines: readonly Engine[] = [
  {
    name: 'redis',
    start: startRedis,
    inbox: (url, name) =>
      createInbox({ secret: SECRET, engine: bullmqEngine({ name, redis: { url } }) }),
  },
  {
    name: 'postgres',
    start: startPostgres,
    inbox: (url, name) =>
      createInbox({
        secret: SECRET,
        engine: bullmqEngine({ name, postgres: { connectionString: url } }),
      }),
  },
];

async function roleFor(url: string, name: string, folder: string): Promise<Role> {
  const log = join(folder, name);
  return { role: 'receiver', url, name, port: await freePort(), secret: SECRET, log };
}

/** Waits until nothing is left to do. */
async function settled(inbox: Inbox): Promise<void> {
  for (;;) {
    const { waiting, working, delayed } = await inbox.counts();
    if (waiting + working + delayed === 0) return;
    await wait(200);
  }
}

interface Kept {
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly doubledElsewhere: number;
  readonly again: number;
  readonly acceptRate: number;
  readonly handledRate: number;
  readonly dead: number;
}

/** All deliveries, a third of them repeats; a receiver and a worker are killed on the way. */
async function everything(role: Role, inbox: Inbox): Promise<Kept> {
  const unique = Math.ceil((deliveries * 2) / 3);
  const ids = Array.from({ length: deliveries }, (_, n) => `evt_${n < unique ? n : n - unique}`);
  shuffle(ids);
  const receivers = await startReceivers(role, 4);
  const workers = await startWorkers({ ...role, role: 'worker' }, 4);
  const start = performance.now();
  const sent = await send(ids, role, (answered) => {
    if (answered === Math.floor(deliveries / 3) && receivers[0]) void kill(receivers[0]);
    if (answered === Math.floor(deliveries / 2) && workers[0]) void kill(workers[0]);
  });
  await settled(inbox);
  const handledRate = unique / ((performance.now() - start) / 1000);
  const { dead } = await inbox.counts();
  await Promise.all([...receivers, ...workers].map(kill));

  const logs = workers.map((_, n) => readFileSync(logOf(role, n), 'utf8').split('\n'));
  const times = new Map<string, number>();
  for (const id of logs
    .flat()
    .filter((line) => line.startsWith('done '))
    .map((line) => line.slice(5))) {
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  // What the killed worker had begun last may have been in work, or done and not yet marked so.
  const killed = new Set(
    (logs[0] ?? [])
      .filter((line) => line.startsWith('begun '))
      .slice(-40)
      .map((line) => line.slice(6)),
  );
  const doubled = [...times].filter(([, count]) => count > 1).map(([id]) => id);
  return {
    events: unique,
    lost: unique - times.size,
    doubled: doubled.length,
    doubledElsewhere: doubled.filter((id) => !killed.has(id)).length,
    again: sent.again,
    acceptRate: sent.rate,
    handledRate,
    dead,
  };
}

/** So many receivers and as many workers. @returns events handled in a second. */
async function rateOf(processes: number, role: Role, inbox: Inbox): Promise<number> {
  const ids = Array.from({ length: Math.ceil(deliveries / 10) }, (_, n) => `evt_${n}`);
  const receivers = await startReceivers(role, processes);
  const workers = await startWorkers({ ...role, role: 'worker' }, processes);
  const start = performance.now();
  await send(ids, role);
  await settled(inbox);
  const rate = ids.length / ((performance.now() - start) / 1000);
  await Promise.all([...receivers, ...workers].map(kill));
  return rate;
}

/** One receiver beside one bare endpoint, in turns. @returns the median of the ratios of their rates. */
async function acceptRatio(url: string, folder: string): Promise<number> {
  const ratios: number[] = [];
  // One start of a process is up to a tenth faster than the next (decision 22).
  for (let start = 0; start < STARTS; start++) {
    const ours = await roleFor(url, `accept-ours-${start}`, folder);
    const bare: Role = { ...(await roleFor(url, `accept-bare-${start}`, folder)), role: 'bare' };
    const started = [...(await startReceivers(ours, 1)), ...(await startReceivers(bare, 1))];
    for (let round = 0; round <= ROUNDS; round++) {
      // The first warms up: V8 compiles the last of a delivery's path after some 10,000 (decision 22).
      const count = Math.ceil(deliveries / (round === 0 ? 5 : 50));
      const ids = Array.from({ length: count }, (_, n) => `evt_${round}_${n}`);
      const order = round % 2 === 0 ? [ours, bare] : [bare, ours];
      const rates = new Map<Role, number>();
      for (const role of order) rates.set(role, (await send(ids, role)).rate);
      if (round > 0) ratios.push((rates.get(ours) ?? 0) / (rates.get(bare) ?? 1));
    }
    await Promise.all(started.map(kill));
  }
  return ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
}

function shuffle(list: string[]): void {
  for (let n = list.length - 1; n > 0; n--) {
    const other = Math.floor(Math.random() * (n + 1));
    [list[n], list[other]] = [list[other] as string, list[n] as string];
  }
}

const rounded = (rate: number) => Math.round(rate).toLocaleString('en');
let failed = false;
for (const engine of engines.filter(
  ({ name }) => flags.only === undefined || flags.only === name,
)) {
  const service = await engine.start();
  const folder = await mkdtemp(join(tmpdir(), 'kolvera-load-'));
  const inboxes: Inbox[] = [];
  const inboxFor = ({ name }: Role) => {
    const inbox = engine.inbox(service.url, name);
    inboxes.push(inbox);
    return inbox;
  };
  try {
    const role = await roleFor(service.url, 'everything', folder);
    const inbox = inboxFor(role);
    await inbox.migrate();
    const ratio = await acceptRatio(service.url, folder);
    const kept = await everything(role, inbox);
    const one = await roleFor(service.url, 'one', folder);
    const two = await roleFor(service.url, 'two', folder);
    const rates = [await rateOf(1, one, inboxFor(one)), await rateOf(2, two, inboxFor(two))];
    console.log(`
BullMQ over ${engine.name}: ${rounded(deliveries)} deliveries of ${rounded(kept.events)} events, 4 receivers, 4 workers, one of each killed
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
    if (engine.name === 'postgres') await disconnected(service.url);
    await service.stop();
    await rm(folder, { recursive: true });
  }
}
process.exit(failed ? 1 : 0);
