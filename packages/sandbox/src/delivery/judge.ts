/** @module What an endpoint's response means for the delivery. */
import { readRetryAfter } from '@kolvera/webhook-api';
import type { AttemptResult } from '../store/deliveries.ts';
import type { EndpointResponse } from './post.ts';
import { nextAttemptAt } from './retry-schedule.ts';

/**
 * Only 2xx is success; a redirect is a failure like any other. 410 means that the endpoint is gone
 * (Standard Webhooks): its webhook is disabled. Everything else is retried.
 * @param attempts how many attempts were made, this one included.
 */
export function judge(
  response: EndpointResponse | Error,
  attempts: number,
  now: number,
  random: number,
): AttemptResult & { readonly gone?: boolean } {
  let retryAfter: number | null = null;
  if (!(response instanceof Error)) {
    const { status, headers } = response;
    if (status >= 200 && status < 300) return { status: 'delivered' };
    if (status === 410) return { status: 'failed', gone: true };
    const header = headers['retry-after'];
    if (typeof header === 'string') retryAfter = readRetryAfter(header, now);
  }
  const retryAt = nextAttemptAt(now, attempts, retryAfter, random);
  return retryAt === null ? { status: 'failed' } : { status: 'pending', retryAt };
}
