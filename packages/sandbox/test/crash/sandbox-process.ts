/**
 * @module A sandbox in a process that will be killed: it fires as many events as it is told and
 * says of each when `fire` has resolved. Arguments: the database, how many events.
 */
import { startSandbox } from '../../src/index.ts';

const [database = '', count = '0'] = process.argv.slice(2);
const AT_ONCE = 10;

const sandbox = await startSandbox({ database });
let left = Number(count);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) {
      const { eventId } = await sandbox.fire('contact.created');
      process.send?.(eventId);
    }
  }),
);
await sandbox.settled();
await sandbox.close();
process.disconnect();
