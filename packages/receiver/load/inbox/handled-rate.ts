/** @module How much more processes handle. */
import type { Inbox } from '../../src/inbox/index.ts';
import { kill, type Role, startReceivers, startWorkers } from './roles.ts';
import { send } from './sender.ts';
import { settled } from './settled.ts';

/** So many receivers and as many workers. @returns events handled in a second. */
export async function handledRate(
  processes: number,
  role: Role,
  inbox: Inbox,
  deliveries: number,
): Promise<number> {
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
