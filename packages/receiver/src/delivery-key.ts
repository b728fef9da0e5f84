/** @module What identifies one event of one delivery, so that a repeat of it is recognised. */
import { createHash } from 'node:crypto';
import type { KolveraEvent } from '@kolvera/event-schema';
import type { ReceiverRequest } from './request.ts';

/**
 * A repeat has the same bytes, and the same name and id wherever these were read: headers are not
 * signed, and two events may have the same body.
 *
 * @param position of the event in its delivery.
 * @returns 64 hexadecimal digits.
 */
export function deliveryKey(
  { event, id }: KolveraEvent,
  position: number,
  { body }: ReceiverRequest,
): string {
  return createHash('sha256')
    .update(`${position} ${event} ${id}\n`)
    .update(typeof body === 'string' || ArrayBuffer.isView(body) ? body : new Uint8Array(body))
    .digest('hex');
}
