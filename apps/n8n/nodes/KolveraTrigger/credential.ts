/** @module The fields of the Kolvera API credential, and the secrets that verify deliveries. */
import { createHash } from 'node:crypto';
import { webhookSecrets } from '@kolvera/delivery';
import { DEFAULT_BASE_URL } from '@kolvera/webhook-api';
import { type IHookFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';
import type { Registration } from './static-data.ts';

export const CREDENTIAL = 'kolveraApi';

export interface KolveraCredential {
  /** Empty with manual registration. */
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
 * The secrets that may sign a delivery: the credential's, and the one that Kolvera gave the webhook;
 * see docs/decisions/0073-n8n-both-secrets.md.
 */
export function acceptedSecrets(
  { webhookSecret, acceptOnlyThis }: KolveraCredential,
  registration: Registration | null,
): readonly string[] {
  const webhook = acceptOnlyThis ? null : registration?.secret;
  return webhookSecrets({ webhook, connection: webhookSecret });
}

/**
 * The secret that signs the webhook's deliveries; empty when this trigger does not know it. The
 * credential's secret may have been replaced by another webhook's since the registration.
 */
export function secretOf(
  { webhookSecret, acceptOnlyThis }: KolveraCredential,
  { webhookId, secret, secretFingerprint }: Registration,
): string {
  if (acceptOnlyThis) return webhookSecret;
  if (secret !== null) return secret;
  return fingerprintSecret(webhookId, webhookSecret) === secretFingerprint ? webhookSecret : '';
}

/** 96 bits of a hash: static data is readable, and this reveals nothing of the secret. */
export function fingerprintSecret(webhookId: string, secret: string): string {
  return createHash('sha256').update(`${webhookId}\n${secret}`).digest('base64url').slice(0, 16);
}
