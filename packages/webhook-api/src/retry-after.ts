/** @module Retry-After in both of its forms (RFC 9110, section 10.2.3). */

const DELTA_SECONDS = /^\d{1,9}$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * @param header Retry-After as it was sent, if it was.
 * @param now Milliseconds since 1970, for the form that is a date.
 * @returns Whole seconds to wait, never negative; null for no header or one of neither form.
 */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  const value = header?.trim() ?? '';
  if (DELTA_SECONDS.test(value)) return Number(value);
  const at = HTTP_DATE.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
