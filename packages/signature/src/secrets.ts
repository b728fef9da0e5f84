/** @module What makes a secret usable, and how many there may be. */
import { SignatureError } from './signature-error.ts';

/** One secret, or several while a rotation is under way. */
export type Secrets = string | readonly string[];

/** Each secret costs one HMAC per request, so a long list would let senders burn the receiver's time. */
const MAX_SECRETS = 5;

const WHERE = "Kolvera shows a webhook's secret when the webhook is created.";

/**
 * Refuses secrets with which nothing could ever be verified, so that whoever takes them (at start-up,
 * or from a form) can say so at once rather than at the first delivery.
 *
 * @param secrets one secret, or a list of one to five.
 * @throws SignatureError `missing_secret`, `unusable_secret`, `secret_has_whitespace`,
 * `too_many_secrets`, exactly as `check` would.
 */
export function assertUsableSecrets(secrets: unknown): asserts secrets is Secrets {
  if (Array.isArray(secrets)) Array.from(secretList(secrets), assertUsableSecret);
  else assertUsableSecret(secrets);
}

/**
 * @returns the secrets as a list of one to five.
 * @throws SignatureError `missing_secret` or `too_many_secrets`.
 */
export function secretList(secrets: Secrets): readonly string[] {
  if (!isList(secrets)) return [secrets];
  if (secrets.length === 0) {
    throw new SignatureError('missing_secret', `The list of secrets is empty. ${WHERE}`);
  }
  if (secrets.length > MAX_SECRETS) {
    throw new SignatureError(
      'too_many_secrets',
      `There are ${secrets.length} secrets and at most ${MAX_SECRETS} are tried. ` +
        'Remove those that have been rotated out.',
    );
  }
  return secrets;
}

function isList(secrets: Secrets): secrets is readonly string[] {
  return Array.isArray(secrets);
}

/**
 * Refuses a secret with which nothing could ever be verified.
 *
 * @throws SignatureError `missing_secret` (undefined, null or empty), `unusable_secret` (not a
 * string) or `secret_has_whitespace` (at its start or end, as pasting leaves it).
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
    throw new SignatureError(
      'unusable_secret',
      `The webhook secret must be the string that Kolvera shows, not ${Array.isArray(secret) ? 'a list' : `of type ${typeof secret}`}.`,
    );
  }
  if (secret.trim() !== secret) {
    throw new SignatureError(
      'secret_has_whitespace',
      'The webhook secret starts or ends with white space, often added by pasting. Remove it.',
    );
  }
}
