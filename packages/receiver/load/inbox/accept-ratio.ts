/** @module How fast a receiver accepts, compared with a bare endpoint that calls `queue.add`. */
import { kill, type Role, roleFor, startReceivers } from './roles.ts';
import { send } from './sender.ts';

const STARTS = 5;
const ROUNDS = 10;

/** One receiver and one bare endpoint, alternating. @returns the median of the ratios of their rates. */
export async function acceptRatio(
  url: string,
  folder: string,
  deliveries: number,
): Promise<number> {
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
