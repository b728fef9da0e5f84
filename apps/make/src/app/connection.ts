/** @module The connection: an API key, tested against Kolvera. */
import { getMe } from '@kolvera/webhook-api';
import type { ConnectionComponent } from '../definition/make-app.ts';
import { errors, notKolvera, onSuccess } from './errors.ts';
import { kolveraRequest, succeeded } from './kolvera-request.ts';
import { secretParameter } from './secret-parameter.ts';

/** The connection's local id. */
export const CONNECTION = 'kolvera';

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
    ],
  };
}
