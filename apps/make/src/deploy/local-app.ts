/** @module What is deployed: the committed tree, read by its manifest, and the icon. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComponentEntry } from '../tree/manifest.ts';
import { readManifest } from '../tree/read-tree.ts';
import { type SectionOwner, sections } from '../tree/sections.ts';
import { validateTree } from '../validation/validate-tree.ts';

/** What the app is called in Make. The label is what a deployment finds it by. */
export const identity = {
  label: 'Kolvera',
  description: 'Watch contacts, companies, campaigns, meetings and enrichment jobs in Kolvera.',
  theme: '#0f5c5c',
  language: 'en',
  audience: 'global',
} as const;

/** The first part of the app's name in Make, which adds to it. */
export const APP_NAME = 'kolvera';
export const APP_VERSION = 1;

export interface LocalSection {
  /** Its names in Make's checksums. */
  readonly names: readonly [manifest: string, api: string];
  readonly text: string;
}

export interface LocalComponent extends Omit<ComponentEntry, 'codeFiles'> {
  readonly type: SectionOwner;
  /** Local id; of an RPC or a module, its name in Make too. */
  readonly id: string;
  readonly sections: readonly LocalSection[];
}

export interface LocalApp {
  /** In the order in which Make has to learn of them. */
  readonly components: readonly LocalComponent[];
  readonly general: readonly LocalSection[];
  readonly icon: Uint8Array;
}

const ICON = join(import.meta.dirname, '../../icon/kolvera.png');

/** @throws Error when the tree breaks one of Make's rules. */
export async function readLocalApp(files: ReadonlyMap<string, string>): Promise<LocalApp> {
  const problems = validateTree(files);
  if (problems.length > 0)
    throw new Error(`Make would refuse the app: ${JSON.stringify(problems)}`);
  const read = (path: string) => files.get(path) ?? '';
  const manifest = readManifest(files);
  const components = (['connection', 'rpc', 'webhook', 'module'] as const).flatMap((type) =>
    Object.entries(manifest.components[type]).map(([id, { codeFiles, ...entry }]) => ({
      type,
      id,
      ...entry,
      sections: Object.entries<{ api: string }>(sections[type]).flatMap(([name, { api }]) => {
        const path = codeFiles[name];
        return path === undefined ? [] : [{ names: [name, api] as const, text: read(path) }];
      }),
    })),
  );
  const { base, groups, readme } = manifest.generalCodeFiles;
  return {
    components,
    general: [
      { names: ['base', 'base'], text: read(base) },
      { names: ['groups', 'groups'], text: read(groups) },
      { names: ['readme', 'content'], text: read(readme) },
    ],
    icon: await readFile(ICON),
  };
}
