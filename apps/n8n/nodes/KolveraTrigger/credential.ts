/** @module The fields of the Kolvera API credential, and which secrets verify deliveries. */
import { createHash } from 'node:crypto';
import { webhookSecrets } from '@kolvera/delivery';
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import { type IHookFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';
import type { Registration } from './static-data.ts';

export const CREDENTIAL = 'kolveraApi';

export interface KolveraCredential {
  /** Empty when the user registers webhooks by hand. */
  readonly apiKey: string;
  readonly baseUrl: string;
  /** Empty when Kolvera gives each webhook its secret. */
  readonly webhookSecret: string;
  /** Whether `webhookSecret` replaces those that Kolvera gave to webhooks. False without one. */
  readonly acceptOnlyThis: boolean;
}

/** @throws NodeOperationError with n8n's reason, such as a credential that was deleted. */
export async function getCredential(
  context: IHookFunctions | IWebhookFunctions,
): Promise<KolveraCredential> {
  try {
    return readCredential(await context.getCredentials(CREDENTIAL));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'n8n gave no reason.';
    throw new NodeOperationError(
      context.getNode(),
      `The Kolvera API credential could not be read: ${reason}`,
    );
  }
}

export function readCredential(fields: Readonly<Record<string, unknown>>): KolveraCredential {
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    apiKey: text('apiKey'),
    baseUrl: text('baseUrl') || DEFAULT_BASE_URL,
    webhookSecret: text('webhookSecret'),
    acceptOnlyThis: fields.acceptOnlyThis === true && text('webhookSecret') !== '',
  };
}

/**
 * The secrets with one of which Kolvera has to have signed a delivery: the credential's, and the one
 * that Kolvera gave the webhook; see docs/decisions/0073-n8n-both-secrets.md.
 */
export function acceptedSecrets(
  { webhookSecret, acceptOnlyThis }: KolveraCredential,
  registration: Registration | null,
): readonly string[] {
  const webhook = acceptOnlyThis ? null : registration?.secret;
  return webhookSecrets({ webhook, connection: webhookSecret });
}

/**
 * What the webhook's deliveries are signed with, as far as this trigger knows; empty when it does not.
 * The credential's secret may have been replaced by that of another webhook since the registration.
 */
export function secretOf(
  { webhookSecret, acceptOnlyThis }: KolveraCredential,
  { webhookId, secret, secretFingerprint }: Registration,
): string {
  if (acceptOnlyThis) return webhookSecret;
  if (secret !== null) return secret;
  return fingerprintSecret(webhookId, webhookSecret) === secretFingerprint ? webhookSecret : '';
}

/** 96 bits of a hash: static data is readable, so it tells nothing of the secret itself. */
export function fingerprintSecret(webhookId: string, secret: string): string {
  return createHash('sha256').update(`${webhookId}\n${secret}`).digest('base64url').slice(0, 16);
}
