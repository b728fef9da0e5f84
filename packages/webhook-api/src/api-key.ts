/** @module The API key, before it goes into a header. */
import { KolveraApiError } from './api-error.ts';

/**
 * Refuses a key that does not fit in an Authorization header, with which an HTTP client would throw
 * an error that quotes it. Every transport asks here first.
 * @throws KolveraApiError `unauthorized`, with no status, because Kolvera was not asked.
 */
export function assertApiKey(apiKey: unknown): asserts apiKey is string {
  // An unset environment variable would be tested, and sent, as the word undefined.
  if (typeof apiKey === 'string' && /^[\x21-\x7e]+$/.test(apiKey)) return;
  throw new KolveraApiError(
    'unauthorized',
    'The API key is missing, or contains a space or a special character.',
    { advice: 'Copy it from Kolvera again.', setting: 'api_key' },
  );
}
