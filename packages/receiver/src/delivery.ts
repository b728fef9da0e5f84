/** @module What a handler gets beside the event. */
import type { ReceiverRequest, RequestHeaders } from './request.ts';

/** The delivery as it came: verified, with its raw body. */
export interface Delivery extends ReceiverRequest {
  /** Aborted when the handlers' time is over: pass it to fetch and to your database's client. */
  readonly signal: AbortSignal;
}

/** Makes its signal when a handler asks for it: most do not, and one costs as much as a signature. */
export class HandledDelivery implements Delivery {
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body: ReceiverRequest['body'];
  #controller: AbortController | undefined;
  #reason: unknown;

  constructor({ method, headers, body }: ReceiverRequest) {
    this.method = method;
    this.headers = headers;
    this.body = body;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}
