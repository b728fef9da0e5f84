import type { IAuthenticateGeneric, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** Tested by the trigger node, because a secret is enough for manual registration. */
export class KolveraApi implements ICredentialType {
  name = 'kolveraApi';

  displayName = 'Kolvera API';

  icon: Icon = { light: 'file:../icons/kolvera.svg', dark: 'file:../icons/kolvera.dark.svg' };

  // The package's readme. It exists wherever the node is installed.
  documentationUrl = 'https://github.com/kolverahq/n8n-nodes-kolvera#readme';

  properties: INodeProperties[] = [
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: 'From Kolvera. Only manual registration works without one.',
    },
    {
      displayName: 'API Address',
      name: 'baseUrl',
      type: 'string',
      default: 'https://api.kolvera.io/v1',
      description: 'Change it only if Kolvera gave you a different address',
    },
    {
      displayName: 'Webhook Secret',
      name: 'webhookSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description:
        'Needed for manual registration: the secret that Kolvera shows for the webhook. With automatic registration, leave it empty unless you have rotated the secret in Kolvera.',
    },
    {
      displayName: 'Accept Only This Secret',
      name: 'acceptOnlyThis',
      type: 'boolean',
      default: false,
      description:
        'Whether to reject deliveries signed with the secret that Kolvera gave a webhook before you rotated it. Turn it on to revoke a leaked secret at once; it applies to every workflow that uses this credential.',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  };
}
