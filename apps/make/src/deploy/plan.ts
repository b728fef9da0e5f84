/** @module The steps of a deployment: from what Make has to what the tree says. */
import type { Make } from '@makehq/sdk';
import type { ComponentIds } from '../tree/manifest.ts';
import { DeployError } from './deploy-error.ts';
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
  /** @throws MakeError, TypeError; DeployError `refused` if a step before has not run. */
  run(make: Make): Promise<unknown>;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** Make's names of the app and the components that exist by now. */
  names(): { readonly app: string | undefined; readonly ids: ComponentIds };
  /** How many sections are up to date. */
  readonly unchanged: number;
}

/**
 * What is linked to comes first.
 * @param kept Make's names, as the last deployment saved them.
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

/** What a section needs: nothing if it is up to date. */
type SectionStep = Step | null;

/** Make's names of what exists by now, by `webhook:contacts`. */
type Names = Map<string, string>;

function appSteps(remote: RemoteApp | undefined, names: Names): readonly Step[] {
  const { label, description, theme } = identity;
  if (remote === undefined) {
    const app = { name: APP_NAME, private: true, countries: [], ...identity };
    return [
      {
        title: `create app "${label}"`,
        run: async ({ sdk }) => names.set('app', (await sdk.apps.create(app)).name),
      },
    ];
  }
  names.set('app', remote.name);
  if (remote.description === description && remote.theme === theme) return [];
  return [
    {
      title: 'write app: description and theme',
      run: ({ sdk }) => sdk.apps.update(remote.name, APP_VERSION, { description, theme }),
    },
  ];
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
  if (known) names.set(key, known.name);
  const create: Step = {
    title: `create ${title}`,
    run: async (make) => names.set(key, await createComponent(make, app(), component)),
  };
  const keys = changedKeys(component, known, names);
  const update: Step = {
    title: `write ${title}: ${keys.join(', ')}`,
    run: (make) => updateComponent(make, app(), type, name(), metadata(component, keys, names)),
  };
  const sections = component.sections.map((section): SectionStep => {
    if (known && isSame(section, known.checksums)) return null;
    return {
      title: `write ${title}: ${section.names[0]}`,
      run: (make) => setComponentSection(make, app(), type, name(), section),
    };
  });
  return [...(known ? [] : [create]), ...(keys.length > 0 ? [update] : []), ...sections];
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
  const isSameIcon = remote?.icon && Buffer.compare(remote.icon, local.icon) === 0;
  const icon: Step = {
    title: 'write app: icon',
    run: ({ sdk }) => sdk.apps.setIcon(app(), APP_VERSION, local.icon),
  };
  return [...sections, isSameIcon ? null : icon];
}

/**
 * RPCs and modules have their ids as names. Make names connections and webhooks: they are found by
 * the names that the last deployment saved, otherwise by their labels.
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

/** What differs outside the sections; a new component still lacks its links. */
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

/** @throws DeployError if the step that creates it failed. */
function nameOf(names: Names, key: string): string {
  const name = names.get(key);
  if (name === undefined)
    throw new DeployError('refused', `the ${key.replace(':', ' ')} was not created`);
  return name;
}
