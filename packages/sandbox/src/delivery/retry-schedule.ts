/** @module When a failed delivery is retried, and when it and its webhook are abandoned. */

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

/** A webhook whose every attempt failed for so long is disabled, as Svix does. */
export const DISABLE_AFTER = 5 * 24 * HOUR;

/** A wait is up to this share longer, so that what failed together is not retried together. */
export const JITTER = 0.1;

/** The longest wait that an answer may ask for; beyond it a mistyped header would lose the event. */
const LONGEST_RETRY_AFTER = 24 * HOUR;

/**
 * When to try again after `attempts` attempts have failed.
 * @param retryAfter what the answer asked for, in seconds; the wait is no shorter, up to a day.
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
  const asked = Math.min((retryAfter ?? 0) * SECOND, LONGEST_RETRY_AFTER);
  return now + Math.round(Math.max(delay * (1 + JITTER * random), asked));
}
