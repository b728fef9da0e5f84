/** @module The URL to which Kolvera delivers. */
import { KolveraApiError } from './api-error.ts';
import { isSafeAddress } from './request-url.ts';

/**
 * The URL as the WHATWG standard writes it; null when it is not one. Two spellings of one URL
 * (capitals in the host, a default port, `/a/../b`) become equal.
 */
export function normaliseUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).href : null;
}

/** @throws KolveraApiError `invalid` for a URL to which Kolvera does not deliver. */
export function assertWebhookUrl(url: string): void {
  if (URL.canParse(url) && isSafeAddress(new URL(url))) return;
  throw new KolveraApiError('invalid', 'Kolvera only delivers to https:// URLs.', {
    advice: 'Give the webhook an https:// URL that Kolvera can reach.',
  });
}
