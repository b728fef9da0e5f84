/** @module The committed tree of a Make app: every file's path and text. */
import type { MakeApp } from '../definition/make-app.ts';
import type { ComponentEntry, Manifest, Origin } from './manifest.ts';
import { type SectionOwner, sections } from './sections.ts';

export const MANIFEST = 'makecomapp.json';

type Metadata = Omit<ComponentEntry, 'codeFiles'>;

/** A file's text, as Make's VS Code extension writes it. */
export function fileText(content: unknown): string {
  return `${JSON.stringify(content, null, 4)}\n`;
}

/**
 * Paths are relative to the app's folder, with `/`.
 * @param origins where the app is deployed to, which does not follow from the app.
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

  /** Writes the sections of every component of a type. @returns their entries in the manifest. */
  const components = <Component>(
    owner: SectionOwner,
    all: Readonly<Record<string, Component>>,
    split: (component: Component) => readonly [contents: object, metadata: Metadata],
  ) =>
    Object.fromEntries(
      Object.entries(all).map(([id, component]) => {
        const [contents, metadata] = split(component);
        const given = new Map<string, unknown>(Object.entries(contents));
        const name = kebab(id);
        const codeFiles = Object.entries<{ suffix: string }>(sections[owner])
          .filter(([section]) => given.has(section))
          .map(([section, { suffix }]) => {
            const path = `${owner}s/${name}/${name}.${suffix}`;
            return [section, write(path, given.get(section))];
          });
        return [id, { codeFiles: Object.fromEntries(codeFiles), ...metadata }];
      }),
    );

  const manifest: Manifest = {
    fileVersion: 1,
    generalCodeFiles: {
      base: write('general/base.iml.json', app.base),
      common: null,
      groups: write('modules/groups.json', app.groups),
      readme: 'README.md',
    },
    components: {
      connection: components('connection', app.connections, (connection) => {
        const { communication, params, ...metadata } = connection;
        return [{ communication, params }, metadata];
      }),
      endpoint: {},
      function: {},
      module: components('module', app.modules, (module) => {
        const { label, description, moduleType, ...contents } = module;
        const isTrigger = module.moduleType === 'instant_trigger';
        const connection = isTrigger ? null : module.connection;
        const webhook = isTrigger ? module.webhook : null;
        const crud = module.moduleType === 'action' && { actionCrud: module.actionCrud };
        const links = { connection, altConnection: null, webhook };
        return [contents, { label, description, moduleType, ...crud, ...links }];
      }),
      rpc: components('rpc', app.rpcs, ({ communication, params, ...metadata }) => [
        { communication, params },
        { ...metadata, altConnection: null },
      ]),
      webhook: components('webhook', app.webhooks, (webhook) => {
        const { communication, params, attached, ...metadata } = webhook;
        const { connection = null, attach = {}, detach = {} } = attached ?? {};
        const contents = { communication, params, attach, detach, requiredScope: [] };
        return [contents, { ...metadata, connection, altConnection: null }];
      }),
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
