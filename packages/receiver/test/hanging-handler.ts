/** @module A script whose handler never ends, and that keeps nothing else open. */
import { createReceiver } from '../src/index.ts';
import { delivery, SECRET } from './deliveries.ts';

const receiver = createReceiver({ secret: SECRET, handlerTimeoutMs: 200 })
  .onAny(() => new Promise(() => {}))
  .onError(() => {});
const { status } = await receiver.receive(delivery());
console.log(status);
