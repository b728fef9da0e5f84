/** @module Notifying the endpoint's owner of what the sender must not, or need not, know. */
import { type About, ReceiverError, type ReceiverErrorCode } from './refusal.ts';

/** Listens to what went wrong. It is not awaited. */
export type ErrorListener = (error: ReceiverError) => unknown;

/** Anyone can send wrong signatures, and must not fill the owner's log with them. */
const MISMATCH_PRINTED_EVERY_MS = 60_000;

export class ErrorListeners {
  readonly #listeners: ErrorListener[] = [];
  #mismatchPrintedAt = Number.NEGATIVE_INFINITY;

  listen(listener: ErrorListener): void {
    this.#listeners.push(listener);
  }

  /** Never throws and waits for nothing: a listener that fails changes no response. */
  tell(code: ReceiverErrorCode, about?: About): void {
    const error = new ReceiverError(code, about);
    if (this.#listeners.length === 0) this.#print(error);
    for (const listener of this.#listeners) notify(listener, error);
  }

  /**
   * Without a listener, prints what the owner has to fix. What anyone can cause (4xx) is not printed,
   * except a signature that does not match: the owner's secret may be wrong.
   */
  #print(error: ReceiverError): void {
    if (error.code === 'mismatch') {
      if (performance.now() - this.#mismatchPrintedAt < MISMATCH_PRINTED_EVERY_MS) return;
      this.#mismatchPrintedAt = performance.now();
    } else if (error.status >= 400 && error.status < 500) return;
    console.error(error);
  }
}

/** Calls a listener whose failure must change nothing. */
export async function notify<T>(listener: (value: T) => unknown, value: T): Promise<void> {
  try {
    await listener(value);
  } catch (failure) {
    console.error(failure);
  }
}
