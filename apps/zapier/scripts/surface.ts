/**
 * @module What Zaps depend on in a build of the app, and which version a change of it needs.
 *
 * Zapier moves no Zap from one major version to another, and pauses a promotion that breaks Zaps
 * without a major version (Zapier's platform news of February and May 2026). Its documentation names
 * what breaks: removing a trigger, an action or a field, changing a field's type, and making an input
 * required.
 */
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { type Change, compareSurfaces, type Surface } from './version-step.ts';

export interface Build {
  readonly version: string;
  readonly surface: Surface;
}

/** A string stands for a function that returns fields. */
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

/** Reads a build.zip. It does not contain the fields that a step loads in the Zap editor. */
export function readBuild(buildZip: string): Build {
  const { 'definition.json': file } = unzipSync(readFileSync(buildZip), {
    filter: ({ name }) => name === 'definition.json',
  });
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
    ...fields(`${name} input`, operation.inputFields),
    ...fields(`${name} output`, operation.outputFields),
  ];
}

function fields(prefix: string, list: readonly Field[] = []): Entry[] {
  return list.flatMap((field) => {
    if (typeof field === 'string') return [];
    const { key, type = 'string', list: isList, required, children } = field;
    const form = [required && 'required', isList && 'list of', type].filter(Boolean).join(' ');
    return [[`${prefix} ${key}`, form] as const, ...fields(`${prefix} ${key}`, children)];
  });
}

/** Whether an input is required matters to Zaps; for an output it does not. */
export function compare(before: Surface, after: Surface): readonly Change[] {
  return compareSurfaces(before, after, (name, was, is) => {
    const isOutput = name.includes(' output ');
    if (was === undefined) return is?.startsWith('required') && !isOutput ? 'major' : 'minor';
    return was === `required ${is}` && !isOutput ? 'minor' : 'major';
  });
}
