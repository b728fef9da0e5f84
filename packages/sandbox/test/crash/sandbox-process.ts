/**
 * @module A sandbox in a process that will be killed, with a clock that jumps: it fires events, sends
 * the ID of each when `fire` has resolved, and exits when nothing is pending.
 * Arguments: the database, how many events, the seed of its clock.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox } from '../../src/index.ts';
import { jumpingClock } from './jumping-clock.ts';
import { seededRandom } from './seeded-random.ts';

const [database = '', count = '0', seed = '0'] = process.argv.slice(2);
const AT_ONCE = 10;

const clock = jumpingClock(seededRandom(Number(seed)));
const sandbox = await startSandbox({ database, clock });
let left = Number(count);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) {
      const { eventId } = await sandbox.fire('contact.created');
      process.send?.(eventId);
    }
  }),
);
while (sandbox.deliveries({ status: 'pending' }).length > 0) await pause(10);
clock.stop();
await sandbox.close();
process.disconnect();
