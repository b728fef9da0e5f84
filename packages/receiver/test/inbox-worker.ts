/** @module A worker that takes a delivery and never finishes it, for the tests to kill. */
import { createInbox } from '../src/inbox/index.ts';
import { SECRET } from './deliveries.ts';
import { engineAt } from './inboxes.ts';

const [address = '', name = ''] = process.argv.slice(2);

const inbox = createInbox({
  secret: SECRET,
  engine: engineAt(address, name),
  leaseMs: 1_000,
  crashes: 9,
});
inbox.onAny(() => {
  console.log('handling');
  return new Promise(() => {});
});
await inbox.start();
