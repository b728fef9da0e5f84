/** @module Telling the endpoint's owner what the sender must not, or need not, know. */
import { type About, ReceiverError, type ReceiverErrorCode } from './refusal.ts';

/** Listens to what went wrong. It is not waited for. */
export type ErrorListener = (error: ReceiverError) => unknown;

/** Anybody can send wrong signatures, and must not fill the owner's log with them. */
const MISMATCH_PRINTED_EVERY_MS = 60_000;

export class ErrorListeners {
  readonly #listeners: ErrorListener[] = [];
  #mismatchPrintedAt = Number.NEGATIVE_INFINITY;

  listen(listener: ErrorListener): void {
    this.#listeners.push(listener);
  }

  /** Never throws and waits for nothing: a listener that fails changes no answer. */
  tell(code: ReceiverErrorCode, about?: About): void {
    const error = new ReceiverError(code, about);
    if (this.#listeners.length === 0) this.#print(error);
    for (const listener of this.#listeners) inform(listener, error);
  }

  /**
   * Without a listener, what the owner has to mend is printed. What anybody can cause (4xx) is not,
   * but for a signature that does not match: it may be the owner's wrong secret.
   */
  #print(error: ReceiverError): void {
    if (error.code === 'mismatch') {
      if (performance.now() - this.#mismatchPrintedAt < MISMATCH_PRINTED_EVERY_MS) return;
      this.#mismatchPrintedAt = performance.now();
    } else if (error.status >= 400 && error.status < 500) return;
    console.error(error);
  }
}

/** Calls a listener that must change nothing. */
export async function inform<Told>(listener: (told: Told) => unknown, told: Told): Promise<void> {
  try {
    await listener(told);
  } catch (failure) {
    console.error(failure);
  }
}
