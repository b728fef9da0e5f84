/** @module How the owner connects Kolvera. */
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

const SECRET_ONLY: Account = { workspace: 'Verify Webhook only', user: 'no API key' };

/** The connection's test. A connection without an API key serves the Verify Webhook action. */
async function test(z: ZObject, bundle: Bundle): Promise<Account> {
  return explained(z, async () => {
    const { apiKey, webhookSecret } = readConnection(bundle);
    if (apiKey === undefined) {
      if (webhookSecret !== undefined) return SECRET_ONLY;
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
        'Needed for triggers. Find it in [Kolvera](https://kolvera.io) under Settings → API keys. You can leave it empty if you only use the Verify Webhook action.',
    },
    {
      key: 'webhook_secret',
      label: 'Webhook Secret',
      type: 'password' as const,
      required: false,
      helpText:
        'Needed for the Verify Webhook action; triggers get their secret by themselves. Find it in [Kolvera](https://kolvera.io) under Settings → Webhooks. Also enter it here after you have rotated the secret of a webhook that a Zap uses.',
    },
  ],
};
