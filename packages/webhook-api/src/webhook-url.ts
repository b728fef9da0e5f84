/** @module The URL to which Kolvera delivers. */
import { KolveraApiError } from './api-error.ts';
import { isSafeAddress } from './request-url.ts';

/**
 * The URL as the WHATWG standard writes it; null when it is none. Two spellings of one URL
 * (capitals in the host, a default port, `/a/../b`) become equal.
 */
export function normaliseUrl(url: string): string | null {
  return URL.canParse(url) ? new URL(url).href : null;
}

/** @throws KolveraApiError `invalid` for a URL to which Kolvera does not deliver. */
export function requireWebhookUrl(url: string): void {
  if (!URL.canParse(url) || !isSafeAddress(new URL(url))) {
    throw new KolveraApiError(
      'invalid',
      'Kolvera delivers to https:// addresses alone. Give the webhook an https:// URL that Kolvera can reach.',
    );
  }
}
