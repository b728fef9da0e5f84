/**
 * @module What Zaps depend on in a build of the app, and which kind of version a change of it needs.
 *
 * Zapier moves no Zap from one major version to another, and pauses a promotion that breaks Zaps
 * without a major version (Zapier's platform news of February and May 2026). Its documentation names
 * what breaks: a trigger, an action or a field that goes, a field of another type, and an input that
 * becomes required.
 */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';

/** Names of the form `trigger contact_created output data__contact__email`, each with its form. */
export type Surface = Readonly<Record<string, string>>;

export type Bump = 'major' | 'minor' | 'patch';

export interface Change {
  readonly bump: Bump;
  /** One line for a person. */
  readonly text: string;
}

export interface Build {
  readonly version: string;
  readonly surface: Surface;
}

/** What the definition of an app has of a field; a function that gives fields is a text. */
export type Field =
  | string
  | { key: string; type?: string; list?: boolean; required?: boolean; children?: readonly Field[] };

interface Step {
  readonly operation: {
    readonly inputFields?: readonly Field[];
    readonly outputFields?: readonly Field[];
  };
}

interface Definition {
  readonly version: string;
  readonly authentication: { readonly fields: readonly Field[] };
  readonly triggers: Readonly<Record<string, Step>>;
  readonly creates: Readonly<Record<string, Step>>;
}

/** Reads a build.zip. Fields that a step finds out while a Zap is edited are not in it. */
export function readBuild(buildZip: string): Build {
  const files = unzipSync(readFileSync(buildZip), {
    filter: ({ name }) => name === 'definition.json',
  });
  const file = files['definition.json'];
  if (file === undefined) throw new Error(`${buildZip} has no definition.json.`);
  const definition: Definition = JSON.parse(strFromU8(file));
  return { version: definition.version, surface: surfaceOf(definition) };
}

export function surfaceOf({ authentication, triggers, creates }: Definition): Surface {
  return Object.fromEntries([
    ...fields('connection', authentication.fields),
    ...Object.entries(triggers).flatMap(([key, step]) => stepSurface(`trigger ${key}`, step)),
    ...Object.entries(creates).flatMap(([key, step]) => stepSurface(`action ${key}`, step)),
  ]);
}

type Entry = readonly [name: string, form: string];

function stepSurface(name: string, { operation }: Step): Entry[] {
  return [
    [name, 'there'],
    ...fields(`${name} input`, operation.inputFields ?? []),
    ...fields(`${name} output`, operation.outputFields ?? []),
  ];
}

function fields(prefix: string, list: readonly Field[]): Entry[] {
  return list.flatMap((field) => {
    if (typeof field === 'string') return [];
    const { key, type = 'string', list: isList, required, children = [] } = field;
    const form = [required && REQUIRED, isList && 'list of', type].filter(Boolean).join(' ');
    return [[`${prefix} ${key}`, form] as const, ...fields(`${prefix} ${key}`, children)];
  });
}

const REQUIRED = 'required';

/** What changed, the breaking first. An output field's `required` is a promise, not a demand. */
export function compare(before: Surface, after: Surface): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = names.flatMap((name) => changeOf(name, before[name], after[name]));
  return BUMPS.flatMap((bump) => changes.filter((change) => change.bump === bump));
}

function changeOf(name: string, before?: string, after?: string): Change[] {
  if (before === after) return [];
  if (after === undefined) return [{ bump: 'major', text: `${name} is gone` }];
  if (before === undefined) {
    const isDemand = after.startsWith(REQUIRED) && !name.includes(' output ');
    const text = `${name} is new${isDemand ? ' and required' : ''}`;
    return [{ bump: isDemand ? 'major' : 'minor', text }];
  }
  const isEased = before === `${REQUIRED} ${after}` && !name.includes(' output ');
  return [{ bump: isEased ? 'minor' : 'major', text: `${name} was ${before}, is ${after}` }];
}

const BUMPS: readonly Bump[] = ['major', 'minor', 'patch'];

/** The kind of version that the changes need. */
export function neededBump(changes: readonly Change[]): Bump {
  return changes[0]?.bump ?? 'patch';
}

/** The kind of step from one version to a later one; undefined when it is not later. */
export function bumpBetween(before: string, after: string): Bump | undefined {
  const [old, young] = [before, after].map((version) => version.split('.').map(Number));
  const index = [0, 1, 2].find((part) => old?.[part] !== young?.[part]);
  if (index === undefined || Number(young?.[index]) < Number(old?.[index])) return undefined;
  return BUMPS[index];
}

/** Whether a step from one version to another is large enough for the changes. */
export function isEnough(bump: Bump | undefined, needed: Bump): boolean {
  return bump !== undefined && BUMPS.indexOf(bump) <= BUMPS.indexOf(needed);
}
