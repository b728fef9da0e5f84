/** @module Which secrets are usable, and how many there may be. */
import { SignatureError } from './signature-error.ts';

/** One secret, or several during a rotation. */
export type Secrets = string | readonly string[];

/** Each secret costs one HMAC per request: a long list would let senders waste the receiver's time. */
const MAX_SECRETS = 5;

const WHERE = "Kolvera shows a webhook's secret when the webhook is created.";

/**
 * Rejects secrets that could never verify anything, so that a start-up or a form can report them
 * before the first delivery.
 *
 * @param secrets one secret, or a list of one to five.
 * @throws SignatureError `missing_secret`, `unusable_secret`, `secret_has_whitespace`,
 * `too_many_secrets`, exactly as `check` would.
 */
export function assertUsableSecrets(secrets: unknown): asserts secrets is Secrets {
  for (const secret of secretList(secrets)) assertUsableSecret(secret);
}

/**
 * @returns a list of one to five, not checked one by one.
 * @throws SignatureError `missing_secret` or `too_many_secrets`.
 */
export function secretList(secrets: unknown): readonly unknown[] {
  if (!Array.isArray(secrets)) return [secrets];
  if (secrets.length === 0) {
    throw new SignatureError('missing_secret', `The list of secrets is empty. ${WHERE}`);
  }
  if (secrets.length > MAX_SECRETS) {
    throw new SignatureError(
      'too_many_secrets',
      `There are ${secrets.length} secrets; at most ${MAX_SECRETS} are allowed. ` +
        'Remove the ones you have rotated out.',
    );
  }
  // Copied, so that a hole becomes undefined, which is rejected.
  return [...secrets];
}

/**
 * Rejects a secret that could never verify anything.
 *
 * @throws SignatureError `missing_secret` (undefined, null or empty), `unusable_secret` (not a
 * string) or `secret_has_whitespace` (at its start or end, often added by pasting).
 */
export function assertUsableSecret(secret: unknown): asserts secret is string {
  if (secret === undefined || secret === null || secret === '') {
    throw new SignatureError(
      'missing_secret',
      `The webhook secret is missing or empty. ${WHERE} ` +
        'If it comes from an environment variable, check that the variable is set.',
    );
  }
  if (typeof secret !== 'string') {
    const kind = Array.isArray(secret) ? 'an array' : `of type ${typeof secret}`;
    throw new SignatureError(
      'unusable_secret',
      `The webhook secret must be the string that Kolvera shows, not ${kind}.`,
    );
  }
  if (secret.trim() !== secret) {
    throw new SignatureError(
      'secret_has_whitespace',
      'The webhook secret starts or ends with whitespace, often added by pasting. Remove it.',
    );
  }
}
