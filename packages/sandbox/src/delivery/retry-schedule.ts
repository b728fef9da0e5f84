/** @module When a failed delivery is retried, and when its webhook is disabled. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The delays after the first attempt and after each retry: Svix's schedule, assumed of Kolvera. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  10 * HOUR,
];

/** A webhook whose every attempt has failed for this long is disabled, as Svix does. */
export const DISABLE_AFTER = 5 * 24 * HOUR;

/** A delay is up to this fraction longer, so that simultaneous failures are not retried at once. */
export const JITTER = 0.1;

/** The longest delay that a response may ask for; a mistyped header must not lose the event. */
const LONGEST_RETRY_AFTER = 24 * HOUR;

/**
 * When to retry after `attempts` failed attempts.
 * @param retryAfter the delay that the response asked for, in seconds; up to a day, the delay is no shorter.
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
