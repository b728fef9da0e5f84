/** @module What Make already has of the app. */
import { createHash } from 'node:crypto';
import { isObject } from '@kolvera/event-schema';
import { type Make, MakeError } from '@makehq/sdk';
import { DeployError, unexpectedResponse } from './deploy-error.ts';
import { APP_VERSION, identity, type LocalSection } from './local-app.ts';

/** MD5 of a component's columns, by Make's names of them. */
type Checksums = Readonly<Record<string, unknown>>;

export interface RemoteComponent {
  readonly name: string;
  readonly label: string;
  /** Of a module. */
  readonly description?: string;
  readonly connection?: string | null;
  readonly webhook?: string | null;
  readonly checksums: Checksums;
}

export interface RemoteApp {
  readonly name: string;
  readonly description: string;
  readonly theme: string;
  readonly checksums: Checksums;
  readonly icon: Uint8Array | undefined;
  readonly connection: readonly RemoteComponent[];
  readonly rpc: readonly RemoteComponent[];
  readonly webhook: readonly RemoteComponent[];
  readonly module: readonly RemoteComponent[];
}

/**
 * Finds the app by its name, or by its label, because Make chooses the name.
 * @returns undefined when there is none yet.
 * @throws DeployError `ambiguous_app`, `unknown_app`; MakeError and TypeError from the request.
 */
export async function readRemoteApp(make: Make, appName?: string): Promise<RemoteApp | undefined> {
  // Without `cols`, neither description nor theme is in the list.
  const cols = ['name', 'label', 'description', 'theme'] as const;
  const apps = listed('apps', await make.sdk.apps.list({ cols: [...cols] }));
  const found = apps.filter(({ name, label }) =>
    appName === undefined ? label === identity.label : name === appName,
  );
  const [app] = found;
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new DeployError(
      'ambiguous_app',
      `Several apps are called ${identity.label}: ${names}. Set MAKE_APP to one of them.`,
    );
  }
  if (app === undefined) {
    if (appName === undefined) return undefined;
    throw new DeployError('unknown_app', `There is no app ${appName} here. Check MAKE_APP.`);
  }

  const { name } = app;
  const checksums = await make.fetch<unknown>(`/sdk/apps/${name}/${APP_VERSION}/checksum`);
  if (!isObject(checksums)) throw unexpectedResponse('checksums');
  /** @param get reads the details: lists lack the links. */
  const detailed = async <C extends { readonly name: string; readonly label: string }>(
    key: string,
    list: readonly { readonly name: string }[],
    get: (component: string) => Promise<C>,
  ) => {
    const components: (C & { readonly checksums: Checksums })[] = [];
    for (const { name } of listed(key, list)) {
      components.push({ ...(await get(name)), checksums: checksumsOf(checksums[key], name) });
    }
    return components;
  };
  const { connections, rpcs, webhooks, modules } = make.sdk;
  return {
    name,
    description: app.description,
    theme: app.theme,
    checksums: checksumsOf(checksums.app),
    icon: await readIcon(make, name),
    connection: await detailed('accounts', await connections.list(name), (id) =>
      connections.get(id),
    ),
    rpc: await detailed('rpcs', await rpcs.list(name, APP_VERSION), (id) =>
      rpcs.get(name, APP_VERSION, id),
    ),
    webhook: await detailed('hooks', await webhooks.list(name), (id) => webhooks.get(id)),
    module: await detailed('modules', await modules.list(name, APP_VERSION), (id) =>
      modules.get(name, APP_VERSION, id),
    ),
  };
}

/** The SDK returns whatever the response was. */
function listed<C>(what: string, list: readonly C[]): readonly C[] {
  if (!Array.isArray(list)) throw unexpectedResponse(what);
  return list;
}

/** The checksums of a component, or of the first. Having none counts as a difference. */
function checksumsOf(list: unknown, name?: string): Checksums {
  const all: readonly unknown[] = Array.isArray(list) ? list : [];
  const found = all.find((one) => isObject(one) && (name === undefined || one.name === name));
  return isObject(found) && isObject(found.checksum) ? found.checksum : {};
}

/** A new app has none. */
async function readIcon(make: Make, name: string): Promise<Uint8Array | undefined> {
  try {
    const icon: unknown = await make.sdk.apps.getIcon(name, APP_VERSION);
    return icon instanceof ArrayBuffer ? new Uint8Array(icon) : undefined;
  } catch (error) {
    if (error instanceof MakeError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** Whether Make has this text. Its columns are named after the section, or after its JSON form. */
export function isSame({ names, text }: LocalSection, checksums: Checksums): boolean {
  const md5 = createHash('md5').update(text).digest('hex');
  return names.some((name) => checksums[name] === md5 || checksums[`${name}_jsonc`] === md5);
}
