/**
 * @module `npm run sandbox:load`: how fast the sandbox fires, signs, delivers and logs, beside a
 * bare client of the same HTTP library, whether its memory stays flat, and whether a delivery costs
 * the same however many webhooks there are.
 */
import { LANE_WIDTH } from '../src/delivery/dispatcher.ts';
import { type Sandbox, startSandbox } from '../src/index.ts';
import { bareRate } from './bare-client.ts';
import { startEndpoint } from './endpoint-process.ts';

const DELIVERIES = 10_000;
const WARM_UPS = 3;
const ROUNDS = 5;
/** Of the bare client's rate. */
const GOAL = 0.4;
/** How much slower a delivery may be among many webhooks than among few. */
const FLATNESS_GOAL = 0.8;
const FEW = 10;
const MANY = 10_000;

/** Fires and delivers; `halfway` is called once on the way. @returns deliveries per second. */
async function sandboxRate(sandbox: Sandbox, count: number, halfway = () => {}): Promise<number> {
  const started = performance.now();
  for (let fired = 0; fired < count; fired += LANE_WIDTH) {
    await Promise.all(Array.from({ length: LANE_WIDTH }, () => sandbox.fire('contact.created')));
    if (fired === count / 2) halfway();
  }
  await sandbox.settled();
  return count / ((performance.now() - started) / 1000);
}

/** Fires events that all webhooks get. @returns deliveries per second. */
async function rateOverWebhooks(sandbox: Sandbox, webhooks: number): Promise<number> {
  const started = performance.now();
  const events = DELIVERIES / webhooks;
  await Promise.all(Array.from({ length: events }, () => sandbox.fire('contact.created')));
  await sandbox.settled();
  return DELIVERIES / ((performance.now() - started) / 1000);
}

async function startWithWebhooks(url: string, count: number): Promise<Sandbox> {
  const sandbox = await startSandbox();
  for (let n = 0; n < count; n++) sandbox.addWebhook({ url: `${url}/${n}` });
  await rateOverWebhooks(sandbox, count);
  return sandbox;
}

function memory(): string {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const mb = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  return `${mb(heapUsed)} heap, ${mb(rss)} resident`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const endpoint = await startEndpoint();
const sandbox = await startSandbox();
try {
  sandbox.addWebhook({ url: endpoint.url });
  const { eventId } = await sandbox.fire('contact.created');
  await sandbox.settled();
  const [example] = sandbox.deliveries({ eventId });
  const attempt = example?.attempts[0];
  if (example === undefined || attempt === undefined) throw new Error('Nothing was delivered.');
  const { body } = example;
  const bare = (count: number) => bareRate({ ...attempt.request, body }, count, LANE_WIDTH);
  // So often that both are compiled and that the process has the memory which it then keeps.
  for (let n = 0; n < WARM_UPS; n++) {
    await sandboxRate(sandbox, DELIVERIES);
    await bare(DELIVERIES);
  }

  console.log(
    `${ROUNDS} rounds of ${DELIVERIES} signed deliveries of ${body.length} bytes over ${LANE_WIDTH} connections`,
  );
  const ratios: number[] = [];
  const memories = [memory()];
  for (let round = 1; round <= ROUNDS; round++) {
    const sandboxed = await sandboxRate(sandbox, DELIVERIES, () => {
      if (round === Math.ceil(ROUNDS / 2)) memories.push(memory());
    });
    const floor = await bare(DELIVERIES);
    ratios.push(sandboxed / floor);
    console.log(
      `  round ${round}: sandbox ${Math.round(sandboxed)}/s, bare client ${Math.round(floor)}/s, ratio ${(sandboxed / floor).toFixed(2)}`,
    );
  }
  memories.push(memory());
  console.log(`Ratio, median: ${median(ratios).toFixed(2)} (goal ${GOAL})`);
  console.log(`Memory: start ${memories[0]}; middle ${memories[1]}; end ${memories[2]}`);
  const { length } = sandbox.deliveries({ status: 'pending' });
  console.log(`Left undelivered: ${length}`);
  if (length > 0 || median(ratios) < GOAL) process.exitCode = 1;

  const few = await startWithWebhooks(endpoint.url, FEW);
  const many = await startWithWebhooks(endpoint.url, MANY);
  const flatness: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const among = {
      few: await rateOverWebhooks(few, FEW),
      many: await rateOverWebhooks(many, MANY),
    };
    flatness.push(among.many / among.few);
    console.log(
      `  round ${round}: ${FEW} webhooks ${Math.round(among.few)}/s, ${MANY} webhooks ${Math.round(among.many)}/s, ratio ${(among.many / among.few).toFixed(2)}`,
    );
  }
  await Promise.all([few.close(), many.close()]);
  console.log(`Ratio, median: ${median(flatness).toFixed(2)} (goal ${FLATNESS_GOAL})`);
  if (median(flatness) < FLATNESS_GOAL) process.exitCode = 1;
} finally {
  await sandbox.close();
  await endpoint.stop();
}
