/** @module The fields of the Kolvera API credential, and which secret verifies deliveries. */
import { fingerprint, sign } from '@kolvera/signature';
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Registration } from './static-data.ts';

export const CREDENTIAL = 'kolveraApi';

export interface KolveraCredential {
  /** Empty when the user registers webhooks by hand. */
  readonly apiKey: string;
  readonly baseUrl: string;
  /** Empty when each webhook has the secret that Kolvera gave it. */
  readonly webhookSecret: string;
}

export async function getCredential(
  context: IHookFunctions | IWebhookFunctions,
): Promise<KolveraCredential> {
  return readCredential(await context.getCredentials(CREDENTIAL));
}

export function readCredential(fields: Readonly<Record<string, unknown>>): KolveraCredential {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    apiKey: text('apiKey'),
    baseUrl: text('baseUrl') || DEFAULT_BASE_URL,
    webhookSecret: text('webhookSecret'),
  };
}

/** @throws SignatureError for a secret with which nothing could be verified. */
export function assertUsable(secret: string): void {
  sign('', secret);
}

/**
 * The secret with which Kolvera signs deliveries to this trigger.
 *
 * The credential's comes first. There is one exception: when Kolvera gave the webhook a secret
 * of its own after the credential's was entered, the credential's is the older one and cannot be
 * right. It counts again as soon as the user changes it, as after a rotation by hand.
 */
export function webhookSecret(
  { webhookSecret: entered }: KolveraCredential,
  registration: Registration | null,
): string | null {
  if (entered !== '' && fingerprint(entered) !== registration?.outdatedSecret) return entered;
  return registration?.secret ?? null;
}
