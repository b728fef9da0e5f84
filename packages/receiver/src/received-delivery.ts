/** @module What a handler gets besides the event. */
import type { ReceiverRequest } from './request.ts';

/** The delivery as it arrived: verified, with its raw body. */
export interface ReceivedDelivery extends ReceiverRequest {
  /** Aborted when the handlers' time is up: pass it to fetch and to your database client. */
  readonly signal: AbortSignal;
}

/** Creates its signal on first use: most handlers need none, and one costs as much as a signature. */
export class AbortableDelivery implements ReceivedDelivery {
  readonly method: string;
  readonly headers: ReceiverRequest['headers'];
  readonly body: ReceiverRequest['body'];
  #controller: AbortController | undefined;
  #reason: Error | undefined;

  constructor({ method, headers, body }: ReceiverRequest) {
    this.method = method;
    this.headers = headers;
    this.body = body;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(reason);
  }
}
