/** @module One POST to an endpoint: no redirect is followed, and it ends in time. */
import type { Dispatcher } from 'undici';
import { parseDeliveryUrl } from '../delivery-url.ts';
import { createConnections } from './connections.ts';

/** How much of an answer's body is kept for the log, in bytes. */
const KEPT_RESPONSE = 1024;

/** How much of an answer's body is read, in bytes; a longer one costs the endpoint its connection. */
const LONGEST_RESPONSE = 64 * 1024;

/** How many connections are open at once, over all endpoints. */
const MOST_CONNECTIONS = 250;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of the body. */
  readonly body: string;
}

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Uint8Array;
}

export interface Poster {
  /** @throws Error whose message says why there was no answer. */
  post(request: PostRequest): Promise<Answer>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** @param timeout milliseconds for the whole exchange. */
export function createPoster(timeout: number): Poster {
  const connections = createConnections(MOST_CONNECTIONS);

  return {
    async post({ url, headers, body }) {
      const { origin, pathname, search } = parseDeliveryUrl(url);
      return new Promise((resolve, reject) => {
        const options = { path: pathname + search, method: 'POST', headers, body } as const;
        connections.to(origin).dispatch(options, new Exchange(timeout, resolve, reject));
      });
    },
    close: connections.close,
  };
}

/** Collects an answer. It is undici's lowest layer, without a stream for each body. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #late: Error | undefined;
  #status = 0;
  #headers: Answer['headers'] = {};
  #kept: Uint8Array[] = [];
  #length = 0;

  constructor(timeout: number, resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => {
      this.#late = new Error(`No answer within ${timeout / 1000} s.`);
      this.#controller?.abort(this.#late);
      reject(this.#late);
    }, timeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#late) controller.abort(this.#late);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer['headers']) {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#length < KEPT_RESPONSE) this.#kept.push(chunk);
    this.#length += chunk.length;
    if (this.#length > LONGEST_RESPONSE) {
      this.onResponseEnd();
      controller.abort(new Error('The response is too long.'));
    }
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer);
    const body = Buffer.concat(this.#kept).subarray(0, KEPT_RESPONSE).toString('utf8');
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#timer);
    const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
    this.#reject(new Error(`${code}${error.message}`));
  }
}
