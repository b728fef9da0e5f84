/** @module What a deployment has to do: the steps from what Make has to what the tree says. */
import type { Make } from '@makehq/sdk';
import type { ComponentIds } from '../tree/manifest.ts';
import {
  APP_NAME,
  APP_VERSION,
  identity,
  type LocalApp,
  type LocalComponent,
} from './local-app.ts';
import { isSame, type RemoteApp, type RemoteComponent } from './remote-app.ts';
import {
  createComponent,
  setComponentSection,
  setGeneralSection,
  updateComponent,
} from './writes.ts';

export interface Step {
  /** `create webhook "Contact events"`. */
  readonly title: string;
  /** @throws MakeError, TypeError; `MissingName` when what it needs was not made. */
  run(make: Make): Promise<void>;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What the steps that have run made, and what was there: Make's names of app and components. */
  names(): { readonly app: string | undefined; readonly ids: ComponentIds };
  /** How many sections are as they should be. */
  readonly unchanged: number;
}

/**
 * The order is the one in which Make can take it: what is linked to comes first.
 * @param kept Make's names, as the previous deployment saved them.
 */
export function plan(
  local: LocalApp,
  remote: RemoteApp | undefined,
  kept: ComponentIds = {},
): Plan {
  const names: Names = new Map();
  const all = [
    ...appSteps(remote, names),
    ...local.components.flatMap((component) =>
      componentSteps(component, counterpart(component, remote, kept), names),
    ),
    ...generalSteps(local, remote, names),
  ];
  const steps = all.filter((step) => step !== null);
  return {
    steps,
    unchanged: all.length - steps.length,
    names: () => ({ app: names.get('app'), ids: idsOf(local, names) }),
  };
}

/** What a section needs: null when it is as it should be. */
type SectionStep = Step | null;

/** Make's names of what it has and of what the steps before have made, by `webhook:contacts`. */
type Names = Map<string, string>;

function appSteps(remote: RemoteApp | undefined, names: Names): readonly Step[] {
  if (remote === undefined) {
    const create: Step = {
      title: `create app "${identity.label}"`,
      async run({ sdk }) {
        const app = { name: APP_NAME, private: true, countries: [], ...identity };
        names.set('app', (await sdk.apps.create(app)).name);
      },
    };
    return [create];
  }
  names.set('app', remote.name);
  const { description, theme } = identity;
  if (remote.description === description && remote.theme === theme) return [];
  const update: Step = {
    title: 'write app: description and theme',
    async run({ sdk }) {
      await sdk.apps.update(remote.name, APP_VERSION, { description, theme });
    },
  };
  return [update];
}

function componentSteps(
  component: LocalComponent,
  known: RemoteComponent | undefined,
  names: Names,
): readonly SectionStep[] {
  const { type, id, label } = component;
  const key = `${type}:${id}`;
  const title = `${type} "${label}"`;
  const app = () => nameOf(names, 'app');
  const name = () => nameOf(names, key);
  const steps: SectionStep[] = [];
  if (known !== undefined) names.set(key, known.name);
  else {
    steps.push({
      title: `create ${title}`,
      run: async (make) => {
        names.set(key, await createComponent(make, app(), component));
      },
    });
  }
  const keys = changedKeys(component, known, names);
  if (keys.length > 0) {
    steps.push({
      title: `write ${title}: ${keys.join(', ')}`,
      run: (make) => updateComponent(make, app(), type, name(), metadata(component, keys, names)),
    });
  }
  for (const section of component.sections) {
    if (known && isSame(section, known.checksums)) steps.push(null);
    else {
      steps.push({
        title: `write ${title}: ${section.names[0]}`,
        run: (make) => setComponentSection(make, app(), type, name(), section),
      });
    }
  }
  return steps;
}

function generalSteps(
  local: LocalApp,
  remote: RemoteApp | undefined,
  names: Names,
): readonly SectionStep[] {
  const app = () => nameOf(names, 'app');
  const sections = local.general.map((section): SectionStep => {
    if (remote && isSame(section, remote.checksums)) return null;
    return {
      title: `write app: ${section.names[0]}`,
      run: (make) => setGeneralSection(make, app(), section),
    };
  });
  if (remote?.icon && Buffer.compare(remote.icon, local.icon) === 0) return [...sections, null];
  const icon: Step = {
    title: 'write app: icon',
    async run({ sdk }) {
      await sdk.apps.setIcon(app(), APP_VERSION, local.icon);
    },
  };
  return [...sections, icon];
}

/**
 * An RPC and a module keep their ids as names. Make names connections and webhooks; the
 * previous deployment saved those names, so that a component with a new label is still the same
 * component. Without a saved name, the label decides.
 */
function counterpart(
  { type, id, label }: LocalComponent,
  remote: RemoteApp | undefined,
  kept: ComponentIds,
): RemoteComponent | undefined {
  const isNamedById = type === 'module' || type === 'rpc';
  const name = isNamedById ? id : kept[type]?.find(({ local }) => local === id)?.remote;
  const known = remote?.[type] ?? [];
  return (
    known.find((candidate) => candidate.name === name) ??
    (isNamedById ? undefined : known.find((candidate) => candidate.label === label))
  );
}

function idsOf({ components }: LocalApp, names: Names): ComponentIds {
  return Object.fromEntries(
    (['connection', 'rpc', 'webhook', 'module'] as const).map((type) => [
      type,
      components.flatMap((component) => {
        const remote = component.type === type && names.get(`${type}:${component.id}`);
        return remote ? [{ local: component.id, remote }] : [];
      }),
    ]),
  );
}

/** What differs outside the sections; of a new component, its links are still to be made. */
function changedKeys(
  local: LocalComponent,
  remote: RemoteComponent | undefined,
  names: Names,
): readonly MetadataKey[] {
  const texts = (['label', 'description'] as const).filter(
    (key) => remote !== undefined && local[key] !== undefined && remote[key] !== local[key],
  );
  const links = (['connection', 'webhook'] as const).filter((key) => {
    const id = local[key];
    return typeof id === 'string' && (!remote || remote[key] !== names.get(`${key}:${id}`));
  });
  return [...texts, ...links];
}

type MetadataKey = 'label' | 'description' | 'connection' | 'webhook';

/** The values of some keys; links in Make's names. */
function metadata(local: LocalComponent, keys: readonly MetadataKey[], names: Names) {
  return Object.fromEntries(
    keys.map((key) => {
      const value = local[key] ?? '';
      const isLink = key === 'connection' || key === 'webhook';
      return [key, isLink ? nameOf(names, `${key}:${value}`) : value];
    }),
  );
}

/** Something that a step before should have made. */
export class MissingName extends Error {
  override readonly name = 'MissingName';
}

function nameOf(names: Names, key: string): string {
  const name = names.get(key);
  if (name === undefined) throw new MissingName(`the ${key.replace(':', ' ')} was not made`);
  return name;
}
