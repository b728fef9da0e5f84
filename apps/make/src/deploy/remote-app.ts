/** @module What Make has of the app already. */
import { createHash } from 'node:crypto';
import type { Make } from '@makehq/sdk';
import { DeployError } from './deploy-error.ts';
import { APP_VERSION, identity, type LocalSection } from './local-app.ts';

/** MD5 of a component's columns, by Make's names of them. */
type Checksums = Readonly<Record<string, string | null>>;

/** Answer of GET …/checksum, as Make's VS Code extension reads it. */
interface ChecksumAnswer {
  readonly app: readonly NamedChecksums[];
  readonly accounts: readonly NamedChecksums[];
  readonly hooks: readonly NamedChecksums[];
  readonly modules: readonly NamedChecksums[];
}

interface NamedChecksums {
  readonly name: string;
  readonly checksum: Checksums;
}

export interface RemoteComponent {
  readonly name: string;
  readonly label: string;
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
  readonly webhook: readonly RemoteComponent[];
  readonly module: readonly RemoteComponent[];
}

/**
 * Finds the app by its name, or by its label, because Make chooses the name.
 * @returns undefined when there is none yet.
 * @throws DeployError `ambiguous_app`, `unknown_app`; MakeError and TypeError from the request.
 */
export async function readRemoteApp(make: Make, appName?: string): Promise<RemoteApp | undefined> {
  const apps = await make.sdk.apps.list();
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
  const answer = await make.fetch<ChecksumAnswer>(`/sdk/apps/${name}/${APP_VERSION}/checksum`);
  const withChecksums = <C extends { readonly name: string }>(
    components: readonly C[],
    all: readonly NamedChecksums[],
  ) =>
    components.map((component) => ({
      ...component,
      checksums: all.find((one) => one.name === component.name)?.checksum ?? {},
    }));
  return {
    name,
    description: app.description,
    theme: app.theme,
    checksums: answer.app[0]?.checksum ?? {},
    icon: await readIcon(make, name),
    connection: withChecksums(await make.sdk.connections.list(name), answer.accounts),
    webhook: withChecksums(await make.sdk.webhooks.list(name), answer.hooks),
    module: withChecksums(await make.sdk.modules.list(name, APP_VERSION), answer.modules),
  };
}

/** A new app has none. */
async function readIcon(make: Make, name: string): Promise<Uint8Array | undefined> {
  try {
    const icon: unknown = await make.sdk.apps.getIcon(name, APP_VERSION);
    return icon instanceof ArrayBuffer ? new Uint8Array(icon) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether Make has this text. Its columns are called after the section, or after its JSON form. */
export function isSame({ names, text }: LocalSection, checksums: Checksums): boolean {
  const md5 = createHash('md5').update(text).digest('hex');
  return names.some((name) => checksums[name] === md5 || checksums[`${name}_jsonc`] === md5);
}
