/** @module The writes of a deployment, each a request of Make's API. */
import type { Make } from '@makehq/sdk';
import { DeployError } from './deploy-error.ts';
import { APP_VERSION, type LocalComponent, type LocalSection } from './local-app.ts';

/** Make's numbers for the types of modules. */
const moduleTypes = { action: 4, instant_trigger: 10, universal: 12 } as const;

type Api<Sdk extends 'connections' | 'rpcs' | 'webhooks' | 'modules'> = Parameters<
  Make['sdk'][Sdk]['setSection']
>;

/** @returns Make's name of the new component. */
export async function createComponent(
  { sdk }: Make,
  app: string,
  { type, id, label, description = '', ...component }: LocalComponent,
): Promise<string> {
  switch (type) {
    case 'connection':
      await sdk.connections.create(app, { type: component.connectionType ?? 'basic', label });
      return nameByLabel(await sdk.connections.list(app), label);
    case 'rpc':
      await sdk.rpcs.create(app, APP_VERSION, { name: id, label });
      return id;
    case 'webhook':
      await sdk.webhooks.create(app, { type: component.webhookType ?? 'web', label });
      return nameByLabel(await sdk.webhooks.list(app), label);
    case 'module': {
      const { moduleType = 'instant_trigger' } = component;
      await sdk.modules.create(app, APP_VERSION, {
        name: id,
        typeId: moduleTypes[moduleType],
        label,
        description,
        moduleInitMode: 'blank',
        // Make requires it; the SDK's types lack it.
        ...(moduleType === 'universal' && { subtype: 'Universal' }),
      });
      return id;
    }
  }
}

/** Make chooses the name, and the SDK does not promise it in the response. */
function nameByLabel(
  components: readonly { readonly name: string; readonly label: string }[],
  label: string,
): string {
  const found = components.find((component) => component.label === label);
  if (found === undefined) throw new DeployError('refused', `Make does not list "${label}".`);
  return found.name;
}

/** Labels, descriptions and links. The SDK has no links, hence the plain request. */
export async function updateComponent(
  make: Make,
  app: string,
  type: LocalComponent['type'],
  name: string,
  changes: Readonly<Record<string, string>>,
): Promise<void> {
  const isOfVersion = type === 'module' || type === 'rpc';
  const path = isOfVersion ? `${app}/${APP_VERSION}/${type}s` : `${type}s`;
  await make.fetch(`/sdk/apps/${path}/${name}`, { method: 'PATCH', body: { ...changes } });
}

export async function setComponentSection(
  { sdk }: Make,
  app: string,
  type: LocalComponent['type'],
  name: string,
  { names: [, section], text }: LocalSection,
): Promise<void> {
  switch (type) {
    case 'connection':
      return sdk.connections.setSection(name, section as Api<'connections'>[1], text);
    case 'rpc':
      return sdk.rpcs.setSection(app, APP_VERSION, name, section as Api<'rpcs'>[3], text);
    case 'webhook':
      return sdk.webhooks.setSection(name, section as Api<'webhooks'>[1], text);
    case 'module':
      return sdk.modules.setSection(app, APP_VERSION, name, section as Api<'modules'>[3], text);
  }
}

export async function setGeneralSection(
  { sdk }: Make,
  app: string,
  { names: [section], text }: LocalSection,
): Promise<void> {
  if (section === 'readme') await sdk.apps.setDocs(app, APP_VERSION, text);
  else await sdk.apps.setSection(app, APP_VERSION, section as 'base' | 'groups', text);
}
