/** @module What the owner typed in when connecting Kolvera. */
import type { Bundle } from 'zapier-platform-core';
import { failed } from './errors.ts';

export interface Connection {
  readonly apiKey: string | undefined;
  readonly webhookSecret: string | undefined;
}

/** Reads the connection's fields. */
export function readConnection(bundle: Pick<Bundle, 'authData'>): Connection {
  const authData: Record<string, unknown> = bundle.authData ?? {};
  return {
    apiKey: givenText(authData.api_key),
    webhookSecret: givenText(authData.webhook_secret),
  };
}

/** @throws an error of the Zap when the connection has only a webhook secret. */
export function requireApiKey({ apiKey }: Connection): string {
  if (apiKey !== undefined) return apiKey;
  throw failed(
    'This Kolvera connection has no API key, and triggers need one. Reconnect Kolvera and enter it.',
    'missing_api_key',
  );
}

/** White space from pasting is taken off; what is then empty, or no text, counts as not given. */
export function givenText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}
