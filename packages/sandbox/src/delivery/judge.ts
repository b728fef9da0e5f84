/** @module What the answer of an endpoint means. */
import { readRetryAfter } from '@kolvera/webhook-api';
import type { Verdict } from '../store/deliveries.ts';
import type { Answer } from './post.ts';
import { nextAttemptAt } from './retry-schedule.ts';

/** `gone`: the endpoint wants nothing more, and its webhook is disabled. */
export type Judgement = Verdict & { readonly gone: boolean };

/**
 * Only 2xx is success; a redirect is a failure like any other. 410 means that the endpoint is
 * gone (Standard Webhooks). Everything else is tried again.
 * @param attempts how many attempts were made, this one included.
 */
export function judge(
  answer: Answer | Error,
  attempts: number,
  now: number,
  random: number,
): Judgement {
  if (answer instanceof Error) return retry(attempts, null, now, random);
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { status: 'delivered', gone: false };
  if (status === 410) return { status: 'failed', gone: true };
  const header = headers['retry-after'];
  const retryAfter = typeof header === 'string' ? readRetryAfter(header, now) : null;
  return retry(attempts, retryAfter, now, random);
}

function retry(
  attempts: number,
  retryAfter: number | null,
  now: number,
  random: number,
): Judgement {
  const retryAt = nextAttemptAt(now, attempts, retryAfter, random);
  if (retryAt === null) return { status: 'failed', gone: false };
  return { status: 'pending', retryAt, gone: false };
}
