/** @module An observed receiver: what it handled, and its errors. */
import { createReceiver, type ReceiverError } from '../src/index.ts';
import { SECRET } from './deliveries.ts';

/** A receiver with a handler for everything. */
export function observed(options: { maxBytes?: number; maxAge?: number } = {}) {
  const handled: { id: string; event: string }[] = [];
  const errors: ReceiverError[] = [];
  const receiver = createReceiver({ secret: SECRET, ...options })
    .onAny(({ id, event }) => handled.push({ id, event }))
    .onError((error) => errors.push(error));
  return { receiver, handled, errors, codes: () => errors.map(({ code }) => code) };
}
