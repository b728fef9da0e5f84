/** @module Telling the endpoint's owner what the sender must not, or need not, know. */
import type { ReceiverResponse } from './answer.ts';
import { type About, ReceiverError, type ReceiverErrorCode, refusalAnswer } from './refusal.ts';

export type ErrorListener = (error: ReceiverError) => unknown;

export class Owner {
  readonly #listeners: ErrorListener[] = [];

  listen(listener: ErrorListener): void {
    this.#listeners.push(listener);
  }

  /** Tells the owner, and gives what the sender is answered. */
  refuse(code: ReceiverErrorCode, about?: About): ReceiverResponse {
    this.tell(code, about);
    return refusalAnswer(code);
  }

  /** Never throws and waits for nothing: a listener that fails changes no answer. */
  tell(code: ReceiverErrorCode, about?: About): void {
    const error = new ReceiverError(code, about);
    if (this.#listeners.length === 0) print(error);
    for (const listener of this.#listeners) inform(listener, error);
  }
}

async function inform(listener: ErrorListener, error: ReceiverError): Promise<void> {
  try {
    await listener(error);
  } catch (failure) {
    console.error(failure);
  }
}

/** Without a listener, what the owner has to mend is printed; what anybody can cause (4xx) is not. */
function print(error: ReceiverError): void {
  if (error.status < 400 || error.status >= 500) console.error(error);
}
