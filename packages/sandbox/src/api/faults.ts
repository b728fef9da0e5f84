/** @module Faults that tests plant in the API: answers that fail, hang, or are lost on the way. */
import { Problem } from './problem.ts';

/**
 * - `unauthorized`, `rate_limited` (with Retry-After: 2), `server_error`: 401, 429, 500
 * - `html_page`: 502 with a proxy's HTML page
 * - `hang`: no answer until the client or the sandbox ends the connection
 * - `drop_before`, `drop_after`: the connection is closed before, or after, the change was made
 */
export type Fault =
  | 'unauthorized'
  | 'rate_limited'
  | 'server_error'
  | 'html_page'
  | 'hang'
  | 'drop_before'
  | 'drop_after';

export interface Faults {
  /** The next `count` requests (of this operation, or of any) meet the fault. */
  next(count: number, fault: Fault, only?: { readonly operation?: string }): void;
  /** Forgets the faults that are still planted. */
  clear(): void;
}

export interface PlantedFaults extends Faults {
  /** The fault that a request of this operation meets, if any. */
  take(operation: string): Fault | undefined;
}

export function plantedFaults(): PlantedFaults {
  let planted: { fault: Fault; operation: string | undefined; left: number }[] = [];
  return {
    next(count, fault, { operation } = {}) {
      planted.push({ fault, operation, left: count });
    },
    clear() {
      planted = [];
    },
    take(operation) {
      const found = planted.find(
        (one) => one.operation === undefined || one.operation === operation,
      );
      if (found === undefined) return undefined;
      found.left -= 1;
      planted = planted.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}

/** The answer to a fault that is an answer. */
export function faultyAnswer(
  fault: Exclude<Fault, 'hang' | 'drop_before' | 'drop_after'>,
): Response {
  switch (fault) {
    case 'unauthorized':
      return new Problem(401, 'The API key is missing or wrong.').toResponse();
    case 'rate_limited':
      return new Problem(429, 'Too many requests.', {}, { 'retry-after': '2' }).toResponse();
    case 'server_error':
      return new Problem(500, 'Something went wrong.').toResponse();
    case 'html_page':
      return new Response('<!doctype html><title>502 Bad Gateway</title>', {
        status: 502,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
  }
}
