/** @module In which order deliveries and their repeats are sent; the same each time. */
import { createHash } from 'node:crypto';

const SEED = 'kolvera';

/** How far behind its delivery a close repeat is sent: the first may be under way still. */
const CLOSE = 8;

/**
 * Event ids, a third of them repeats: every other one right behind its delivery, the rest anywhere
 * later.
 */
export function sendingOrder(deliveries: number): readonly string[] {
  const repeats = Math.floor(deliveries / 3);
  const events = deliveries - repeats;
  const first = Array.from({ length: events }, (_, index) => ({ index, at: index }));
  const again = Array.from({ length: repeats }, (_, index) => {
    const repeated = Math.floor(drawn(`event ${index}`) * events);
    const distance = index % 2 === 0 ? CLOSE : events - repeated;
    return { index: repeated, at: repeated + 0.5 + drawn(`distance ${index}`) * distance };
  });
  return [...first, ...again]
    .sort((one, other) => one.at - other.at)
    .map(({ index }) => `evt_queue_${index}`);
}

/** A number in [0, 1) that depends on the name and nothing else. */
export function drawn(name: string): number {
  return createHash('sha256').update(`${SEED} ${name}`).digest().readUInt32BE(0) / 2 ** 32;
}
