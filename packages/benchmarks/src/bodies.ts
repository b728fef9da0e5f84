/** @module The bodies of the contests: the samples of all events, as they are and at 10 KB. */
import { events } from '@kolvera/event-schema';
import { SIGNATURE_HEADER, sign } from '@kolvera/signature';
import { SECRET } from './peers.ts';

/** All samples of the catalogue, about 1 KB each. */
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

/** The body and its headers, as Kolvera sends them. */
export function signed(text: string) {
  const body = Buffer.from(text);
  const headers = {
    'content-type': 'application/json',
    'content-length': String(body.length),
    [SIGNATURE_HEADER]: sign(body, SECRET),
  };
  return { headers, body };
}

/** Gives one item after the other, and then the first again. */
export function inTurn<Item>(items: readonly Item[]): () => Item {
  let n = 0;
  return () => items[n++ % items.length] as Item;
}
