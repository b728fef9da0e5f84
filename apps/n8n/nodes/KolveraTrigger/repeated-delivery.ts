/** @module Telling a delivery that Kolvera sends again from a new one. */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { readDeliveries, saveDeliveries } from './static-data.ts';

/**
 * How many deliveries are remembered. n8n writes the whole static data at each delivery, so this
 * bounds what it writes (20 KB).
 */
export const REMEMBERED_DELIVERIES = 500;

// Characters of base64url: 132 bits of the body's hash name it; 66 bits of the id's only ever
// decide whether a line is logged.
const BODY_LENGTH = 22;
const ID_LENGTH = 11;

/**
 * - `new`: neither the id nor the body was seen
 * - `repeated`: the same body was seen, and so the same id, which is read from the body
 * - `same_id_other_body`: another body had this id; it is a delivery of its own
 */
export type Novelty = 'new' | 'repeated' | 'same_id_other_body';

/** Compares a delivery with those remembered, and remembers it. */
export function remember(
  staticData: IDataObject,
  delivery: { readonly id: string; readonly body: Uint8Array },
): Novelty {
  const remembered = readDeliveries(staticData);
  const body = digest(delivery.body).slice(0, BODY_LENGTH);
  const id = digest(delivery.id).slice(0, ID_LENGTH);
  if (remembered.some((mark) => mark.endsWith(body))) return 'repeated';
  saveDeliveries(staticData, [...remembered, id + body].slice(-REMEMBERED_DELIVERIES));
  return remembered.some((mark) => mark.startsWith(id)) ? 'same_id_other_body' : 'new';
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}
