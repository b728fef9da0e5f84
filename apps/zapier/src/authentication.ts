/** @module How the owner connects Kolvera. */
import { fingerprint } from '@kolvera/signature';
import { getMe } from '@kolvera/webhook-api';
import type { Bundle, ZObject } from 'zapier-platform-core';
import { readConnection } from './connection.ts';
import { explained, failed } from './errors.ts';
import { callKolvera } from './transport.ts';

/** What the connection's label shows. */
interface Account {
  readonly workspace: string;
  readonly user: string;
}

/**
 * A connection without an API key has no name in Kolvera. A few characters of its secret's SHA-256
 * tell it apart from others, and show nothing of the secret.
 */
function secretOnly(secret: string): Account {
  return { workspace: 'Verify Webhook only', user: `secret ${fingerprint(secret).slice(-6)}` };
}

/** The connection's test. A connection without an API key serves the Verify Webhook action. */
async function test(z: ZObject, bundle: Bundle): Promise<Account> {
  return explained(z, async () => {
    const { apiKey, webhookSecret } = readConnection(bundle);
    if (apiKey === undefined) {
      if (webhookSecret !== undefined) return secretOnly(webhookSecret);
      throw failed(
        'Enter an API key. To use only the Verify Webhook action, enter a webhook secret instead.',
        'missing_api_key',
      );
    }
    const { workspace, user } = await callKolvera(z, apiKey, getMe());
    return { workspace: workspace.name || workspace.id, user: user.name || user.email || user.id };
  });
}

export const authentication = {
  type: 'custom' as const,
  test,
  connectionLabel: '{{workspace}} ({{user}})',
  fields: [
    {
      key: 'api_key',
      label: 'API Key',
      type: 'password' as const,
      required: false,
      helpText:
        'Needed for triggers. Find it in [Kolvera](https://kolvera.io) under Settings → API keys. Leave empty if you only use the Verify Webhook action.',
    },
    {
      key: 'webhook_secret',
      label: 'Webhook Secret',
      type: 'password' as const,
      required: false,
      helpText:
        'Needed for the Verify Webhook action, and after you rotate the secret of a webhook. Find it in [Kolvera](https://kolvera.io) under Settings → Webhooks. Triggers get their secret automatically.',
    },
  ],
};
