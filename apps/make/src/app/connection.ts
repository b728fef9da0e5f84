/** @module The connection: an API key, tested against Kolvera. */
import { DEFAULT_BASE_URL, getMe } from '@kolvera/webhook-api';
import type { ConnectionComponent } from '../definition/make-app.ts';
import { errors, notKolvera, onSuccess } from './errors.ts';
import { kolveraRequest, succeeded } from './kolvera-request.ts';
import { secretParameter } from './secret-parameter.ts';

/** The connection's local id. */
export const CONNECTION = 'kolvera';

/** Kolvera's own hosts, or http on this machine (a local Kolvera): the API key goes nowhere else. */
const BASE_URL_PATTERN =
  '^(https://([a-z0-9-]+\\.)*kolvera\\.io|http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?)(/[A-Za-z0-9._~-]+)*$';

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
          ...onSuccess(notKolvera),
        },
        metadata: { type: 'text' as const, value: `{{${workspace}}} ({{${user}}})` },
        uid: `{{${me('workspace.id')}}}`,
      },
    },
    params: [
      {
        name: 'apiKey',
        ...secretParameter,
        label: 'API key',
        help: 'Use the key of someone who can manage webhooks in Kolvera.',
        required: true,
        editable: true,
      },
      {
        name: 'webhookSecret',
        ...secretParameter,
        label: 'Webhook secret',
        help: 'Leave this empty if Kolvera gives each webhook its own secret. Fill it in if your account has one secret for all webhooks. It is used for webhooks that you add from now on.',
        advanced: true,
        editable: true,
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
