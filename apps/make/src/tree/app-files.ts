/** @module The committed tree of a Make app: every file's path and text. */
import type {
  ConnectionComponent,
  MakeApp,
  ModuleComponent,
  RpcComponent,
  WebhookComponent,
} from '../definition/make-app.ts';
import type { ComponentEntry, Manifest, Origin } from './manifest.ts';
import { type SectionName, type SectionOwner, sections } from './sections.ts';

export const MANIFEST = 'makecomapp.json';

/** A file's text, as Make's VS Code extension writes it. */
export function fileText(content: unknown): string {
  return `${JSON.stringify(content, null, 4)}\n`;
}

/**
 * Paths are relative to the app's folder, with `/`.
 * @param origins where the app is deployed to; not derived from the app, so that they are handed on.
 */
export function appFiles(
  app: MakeApp,
  origins: readonly Origin[] = [],
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const write = (path: string, content: unknown) => {
    files.set(path, fileText(content));
    return path;
  };

  /** Writes a component's sections and gives back its entry in the manifest. */
  const component = <Owner extends SectionOwner>(
    owner: Owner,
    id: string,
    contents: { readonly [Name in SectionName<Owner>]?: unknown },
    metadata: Omit<ComponentEntry, 'codeFiles'>,
  ): ComponentEntry => {
    const name = kebab(id);
    const codeFiles = Object.fromEntries(
      Object.entries<{ suffix: string }>(sections[owner]).flatMap(([section, { suffix }]) => {
        const content = Object.entries<unknown>(contents).find(([key]) => key === section)?.[1];
        if (content === undefined) return [];
        return [[section, write(`${owner}s/${name}/${name}.${suffix}`, content)]];
      }),
    );
    return { codeFiles, ...metadata };
  };

  const connection = ([id, it]: [string, ConnectionComponent]) => {
    const { communication, params, ...metadata } = it;
    return [id, component('connection', id, { communication, params }, metadata)] as const;
  };

  const rpc = ([id, it]: [string, RpcComponent]) => {
    const { communication, params, ...metadata } = it;
    const links = { altConnection: null };
    return [
      id,
      component('rpc', id, { communication, params }, { ...metadata, ...links }),
    ] as const;
  };

  const webhook = ([id, it]: [string, WebhookComponent]) => {
    const { communication, params, attached, ...metadata } = it;
    const contents = {
      communication,
      params,
      attach: attached?.attach ?? {},
      detach: attached?.detach ?? {},
      requiredScope: [],
    };
    const links = { connection: attached?.connection ?? null, altConnection: null };
    return [id, component('webhook', id, contents, { ...metadata, ...links })] as const;
  };

  const module = ([id, it]: [string, ModuleComponent]) => {
    const { label, description, moduleType, ...contents } = it;
    const links = {
      connection: it.moduleType === 'universal' ? it.connection : null,
      altConnection: null,
      webhook: it.moduleType === 'instant_trigger' ? it.webhook : null,
    };
    const metadata = { label, description, moduleType, ...links };
    return [id, component('module', id, contents, metadata)] as const;
  };

  const manifest: Manifest = {
    fileVersion: 1,
    generalCodeFiles: {
      base: write('general/base.iml.json', app.base),
      common: null,
      groups: write('modules/groups.json', app.groups),
      readme: 'README.md',
    },
    components: {
      connection: Object.fromEntries(Object.entries(app.connections).map(connection)),
      endpoint: {},
      function: {},
      module: Object.fromEntries(Object.entries(app.modules).map(module)),
      rpc: Object.fromEntries(Object.entries(app.rpcs).map(rpc)),
      webhook: Object.fromEntries(Object.entries(app.webhooks).map(webhook)),
    },
    origins,
  };
  write(MANIFEST, manifest);
  files.set('README.md', app.readme);
  return files;
}

/** `watchCampaignEmails` → `watch-campaign-emails`. */
function kebab(id: string): string {
  return id.replace(/([a-z0-9])([A-Z])/gu, '$1-$2').toLowerCase();
}
