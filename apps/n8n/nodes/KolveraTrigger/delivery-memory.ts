/**
 * @module Tells a repeated delivery from a new one, within this process.
 *
 * A delivery is claimed before its execution is started, and remembered once n8n has stored the
 * execution. An identical one that arrives in between waits for the outcome of the first.
 */
import { createHash } from 'node:crypto';
import type { KolveraEvent } from '@kolvera/event-schema';

/** How many deliveries are remembered, in about 1 MB. */
const REMEMBERED_DELIVERIES = 10_000;

// Characters of base64url: 132 bits of the body's hash name it; 66 bits of the id's only ever
// decide whether a line is logged.
const BODY_LENGTH = 22;
const ID_LENGTH = 11;

/** Identifies a delivery: the digest of its events' ids, then one of these and its body. */
export type Mark = string;

/**
 * Two deliveries are the same when their bodies are, and the names and ids of their events, which may
 * have been in headers. An execution takes all events of a delivery, so one mark stands for them.
 *
 * @param body the exact bytes.
 */
export function markOf(
  events: readonly Pick<KolveraEvent, 'id' | 'event'>[],
  body: Uint8Array,
): Mark {
  const ids = events.map(({ event, id }) => `${event} ${id}`).join('\n');
  return digest(ids).slice(0, ID_LENGTH) + digest(ids, body).slice(0, BODY_LENGTH);
}

/** What n8n's response shows of the start of a workflow: see http.ServerResponse. */
export interface ResponseState {
  readonly statusCode: number;
  readonly writableEnded: boolean;
  readonly closed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

export type Claim =
  | {
      readonly outcome: 'new';
      /** Whether another body had the same id. It is a different delivery. */
      readonly hasKnownId: boolean;
      /** Call it when n8n has stored the execution; more than once is fine. */
      complete(): void;
    }
  | { readonly outcome: 'repeated' }
  /** The sender of the first has disconnected, and n8n is still storing it. */
  | { readonly outcome: 'undecided' };

type Outcome = 'stored' | 'failed' | 'unknown';

interface Start {
  readonly response: ResponseState;
  readonly outcome: Promise<Outcome>;
}

export class DeliveryMemory {
  /** Digest of the body → digest of the id, oldest first. */
  readonly #seen = new Map<string, string>();
  /** Deliveries whose start is under way, by the digest of the body. */
  readonly #starts = new Map<string, Start>();

  /** Adds deliveries that are known from elsewhere, oldest first. */
  recall(marks: readonly Mark[]): void {
    for (const mark of marks) this.#remember(mark);
  }

  /** The newest deliveries, oldest first. */
  newest(count: number): readonly Mark[] {
    // By the keys, because copying them makes no pair for each of up to 10,000.
    return [...this.#seen.keys()].slice(-count).map((body) => `${this.#seen.get(body)}${body}`);
  }

  /**
   * Claims a delivery, so that no other call starts the workflow for it.
   *
   * @param response of this delivery. It shows when n8n could not start the workflow; the claim is then
   * released.
   */
  async claim(mark: Mark, response: ResponseState): Promise<Claim> {
    const body = mark.slice(ID_LENGTH);
    for (;;) {
      if (this.#seen.has(body)) return { outcome: 'repeated' };
      const earlier = this.#starts.get(body);
      if (earlier === undefined || outcomeOf(earlier.response) === 'failed') {
        return this.#start(mark, response);
      }
      const outcome = await earlier.outcome;
      // Since then it may have been stored after all, or have failed unnoticed.
      const isUndecided = !this.#seen.has(body) && outcomeOf(earlier.response) === 'unknown';
      if (outcome === 'unknown' && isUndecided) return { outcome: 'undecided' };
    }
  }

  #start(mark: Mark, response: ResponseState): Claim {
    this.#dropFailedStarts();
    const id = mark.slice(0, ID_LENGTH);
    const body = mark.slice(ID_LENGTH);
    let resolve: (outcome: Outcome) => void = () => {};
    const start: Start = { response, outcome: new Promise((settled) => (resolve = settled)) };
    this.#starts.set(body, start);
    const settle = (outcome: Outcome) => {
      if (outcome === 'stored') this.#remember(mark);
      if (outcome !== 'unknown' && this.#starts.get(body) === start) this.#starts.delete(body);
      resolve(outcome);
    };
    // A sender that disconnects also closes the response, while n8n goes on storing the execution: the
    // claim is then kept.
    if (response.closed) settle('unknown');
    else response.once('close', () => settle(outcomeOf(response)));
    const hasKnownId = [...this.#seen.values()].includes(id);
    return { outcome: 'new', hasKnownId, complete: () => settle('stored') };
  }

  /** Those whose sender had disconnected: nothing else would notice them. */
  #dropFailedStarts(): void {
    for (const [body, { response }] of this.#starts) {
      if (outcomeOf(response) === 'failed') this.#starts.delete(body);
    }
  }

  #remember(mark: Mark): void {
    const body = mark.slice(ID_LENGTH);
    if (this.#seen.has(body)) return;
    this.#seen.set(body, mark.slice(0, ID_LENGTH));
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > REMEMBERED_DELIVERIES && oldest !== undefined) this.#seen.delete(oldest);
  }
}

/**
 * n8n always ends the response, with an error when it could not start the workflow, even after the
 * sender has disconnected.
 */
function outcomeOf({ writableEnded, statusCode }: ResponseState): Outcome {
  if (!writableEnded) return 'unknown';
  return statusCode < 400 ? 'stored' : 'failed';
}

function digest(text: string, body?: Uint8Array): string {
  const hash = createHash('sha256').update(text);
  return (body === undefined ? hash : hash.update('\n').update(body)).digest('base64url');
}
