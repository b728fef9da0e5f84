/** @module Which secrets may have signed a delivery. */

/** Null, undefined and an empty string all mean that there is none. */
export interface KnownSecrets {
  /** The one that Kolvera returned when the webhook was created. */
  readonly webhook?: string | null | undefined;
  /** The one that the user entered for the connection or credential. */
  readonly connection?: string | null | undefined;
}

/**
 * The secrets to try. Both, because Kolvera has not published whether a secret belongs to a webhook
 * or to the account; the connection's first, because users enter it after a rotation.
 *
 * @returns empty when there is none: then nothing can be verified, and the owner has to know.
 */
export function webhookSecrets({ webhook, connection }: KnownSecrets): readonly string[] {
  return [...new Set([connection, webhook])].filter((secret): secret is string => !!secret);
}
