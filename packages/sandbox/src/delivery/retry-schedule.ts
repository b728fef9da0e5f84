/** @module When a delivery that failed is tried again, and when it and its webhook are given up. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The waits after the first attempt and after each retry, as Svix has them. Assumed of Kolvera. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** A webhook of which every attempt failed for so long is disabled, as Svix does. */
export const DISABLE_AFTER = 5 * 24 * HOUR;

/** A wait is up to this share longer, so that what failed together is not retried together. */
export const JITTER = 0.1;

/** What a Retry-After may ask for at most; beyond it a mistyped header would lose the event. */
const LONGEST_RETRY_AFTER = 24 * HOUR;

/**
 * When to try again after `attempts` attempts have failed.
 * @param retryAfter what the answer asked for, in milliseconds; the wait is no shorter.
 * @param random a number in [0, 1).
 * @returns milliseconds since 1970, or null when the schedule is exhausted.
 */
export function nextAttemptAt(
  now: number,
  attempts: number,
  retryAfter: number | null,
  random: number,
): number | null {
  const delay = RETRY_DELAYS[attempts - 1];
  if (delay === undefined) return null;
  return now + Math.round(Math.max(delay * (1 + JITTER * random), retryAfter ?? 0));
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Reads Retry-After, which is a number of seconds or a date (RFC 9110, 10.2.3).
 * @returns milliseconds to wait, or null for anything else.
 */
export function readRetryAfter(header: string, now: number): number | null {
  const wait = /^\d+$/.test(header)
    ? Number(header) * SECOND
    : HTTP_DATE.test(header)
      ? Date.parse(header) - now
      : Number.NaN;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER);
}
