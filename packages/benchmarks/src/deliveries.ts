/** @module The bodies that the contests work on: the catalogue's samples, as they are and at 10 KB. */
import { events } from '@kolvera/event-schema';

/** Every sample of the catalogue as Kolvera would send it, about 1 KB each. */
export function sampleBodies(): readonly string[] {
  return events.map(({ sample }) => JSON.stringify(sample));
}

/**
 * Every sample, enlarged by unknown keys, as a workspace with many fields of its own would send it:
 * short names and values rather than one long text, which JSON.parse would get through too easily.
 */
export function largeBodies(bytes: number): readonly string[] {
  return events.map(({ sample }) => {
    const custom: Record<string, unknown> = {};
    const large = { ...sample, data: { ...sample.data, custom_fields: custom } };
    for (let n = 0; JSON.stringify(large).length < bytes; n++) {
      custom[`field_${n}`] = n % 3 === 0 ? n * 1.5 : n % 3 === 1 ? `value ${n}` : [n, null, true];
    }
    return JSON.stringify(large);
  });
}

/** Gives one item after the other, and then the first again. */
export function inTurn<Item>(items: readonly Item[]): () => Item {
  let n = 0;
  return () => items[n++ % items.length] as Item;
}
