/** @module The connection: an API key, tested against Kolvera. */
import { DEFAULT_BASE_URL, getMe } from '@kolvera/webhook-api';
import type { ConnectionComponent } from '../definition/make-app.ts';
import { errors } from './errors.ts';
import { kolveraRequest, succeeded } from './kolvera-request.ts';
import { secretParameter } from './secret-parameter.ts';

/** The connection's local id. */
export const CONNECTION = 'kolvera';

/** The rule of webhook-api's requestUrl: https, or http on this machine (a local Kolvera). */
const BASE_URL_PATTERN =
  '^(https://[^\\s/?#@\\\\]+|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*$';

export function connection(): ConnectionComponent {
  const me = (path: string) => `ifempty(body.${path}, body.data.${path})`;
  const workspace = `ifempty(${me('workspace.name')}, ${me('workspace.id')})`;
  const user = `ifempty(${me('user.name')}, ifempty(${me('user.email')}, 'API key'))`;
  return {
    label: 'Kolvera',
    connectionType: 'basic',
    communication: {
      ...kolveraRequest(getMe(), 'parameters'),
      response: {
        valid: `{{${succeeded} && ${me('workspace.id')}}}`,
        error: {
          ...errors,
          200: {
            type: 'InvalidConfigurationError',
            message: 'The response did not come from Kolvera. Check the API address.',
          },
        },
        metadata: { type: 'text', value: `{{${workspace}}} ({{${user}}})` },
        uid: `{{${me('workspace.id')}}}`,
      },
    },
    params: [
      {
        name: 'apiKey',
        ...secretParameter,
        label: 'API key',
        help: 'The key of a person who may manage webhooks in Kolvera.',
        required: true,
      },
      {
        name: 'webhookSecret',
        ...secretParameter,
        label: 'Webhook secret',
        help: 'Leave this empty if Kolvera gives each webhook its own secret. Fill it in if your account has one secret for all webhooks. It is used for webhooks that you add from now on.',
        advanced: true,
      },
      {
        name: 'baseUrl',
        type: 'text',
        label: 'API address',
        help: `Leave this as it is: ${DEFAULT_BASE_URL}.`,
        default: DEFAULT_BASE_URL,
        advanced: true,
        validate: { pattern: BASE_URL_PATTERN },
      },
    ],
  };
}
