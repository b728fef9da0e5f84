/** @module Which secrets may have signed a delivery. */

/** Null, undefined and empty text all mean that there is none. */
export interface KnownSecrets {
  /** The one that Kolvera gave the webhook when it was created. */
  readonly webhook?: string | null | undefined;
  /** The one that the user entered for the connection or credential. */
  readonly connection?: string | null | undefined;
}

/**
 * The secrets to try, the connection's first: a user who enters one after rotating it in Kolvera
 * means it to count. Both, because Kolvera has not published whether a secret belongs to a webhook
 * or to the account.
 *
 * @returns empty when there is none: then nothing can be verified, and the owner has to be told.
 */
export function webhookSecrets({ webhook, connection }: KnownSecrets): readonly string[] {
  return [...new Set([connection, webhook])].filter((secret): secret is string => !!secret);
}
