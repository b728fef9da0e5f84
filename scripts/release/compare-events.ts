/**
 * @module What changed between two versions of the events, by their JSON Schemas, and which kind of
 * version that takes (docs/versioning.md).
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export type Bump = 'major' | 'minor' | 'patch';

export interface Change {
  readonly bump: Bump;
  readonly text: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly 'x-source'?: string;
}

/** Events by name. */
export type Schemas = Readonly<Record<string, Schema>>;

/** @param folder of an unpacked @kolvera/event-schema. */
export function readSchemas(folder: string): Schemas {
  return Object.fromEntries(
    globSync('dist/schemas/*.json', { cwd: folder })
      .sort()
      .map((file) => [
        basename(file, '.json'),
        JSON.parse(readFileSync(join(folder, file), 'utf8')),
      ]),
  );
}

/** The breaking changes first. */
export function compareEvents(before: Schemas, after: Schemas): readonly Change[] {
  const [old, young] = [before, after].map(surface) as [Surface, Surface];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  const changes = names.flatMap((name) => changeOf(name, old.get(name), young.get(name)));
  return BUMPS.flatMap((bump) => changes.filter((change) => change.bump === bump));
}

const BUMPS: readonly Bump[] = ['major', 'minor', 'patch'];

interface Form {
  readonly type: string;
  readonly source: string;
}

type Surface = ReadonlyMap<string, Form>;

function surface(schemas: Schemas): Surface {
  const forms = new Map<string, Form>();
  const add = (name: string, schema: Schema) => {
    const type = [schema.type ?? 'anything'].flat().join(' or ');
    forms.set(name, { type, source: schema['x-source'] ?? '' });
    for (const [key, inner] of Object.entries(schema.properties ?? {}))
      add(`${name} ${key}`, inner);
    if (schema.items) add(`${name} []`, schema.items);
  };
  for (const [event, schema] of Object.entries(schemas)) add(event, schema);
  return forms;
}

function changeOf(name: string, before?: Form, after?: Form): Change[] {
  if (after === undefined) return [{ bump: 'major', text: `${name} is gone` }];
  if (before === undefined) return [{ bump: 'minor', text: `${name} is new` }];
  if (before.type !== after.type) {
    return [{ bump: 'major', text: `${name} was ${before.type}, is ${after.type}` }];
  }
  if (before.source === after.source) return [];
  return [{ bump: 'patch', text: `${name} was ${before.source}, is ${after.source}` }];
}

type Platform = 'Zapier' | 'n8n' | 'Make';

/** What a change of the events needs on each platform (docs/versioning.md), by the kind of change. */
export const NEEDS: Readonly<Record<Bump, Readonly<Record<Platform, string>>>> = {
  major: {
    Zapier: 'a major version; users move by hand',
    n8n: 'a minor version, with a new typeVersion when what a workflow reads changes',
    Make: 'the old field or module beside the new one, and a deployment',
  },
  minor: {
    Zapier: 'a minor version, then migrate',
    n8n: 'a patch version',
    Make: 'a deployment',
  },
  patch: { Zapier: 'a patch version', n8n: 'a patch version', Make: 'a deployment' },
};

/** What changes of the events need on each platform, in a line each. */
export function whatPlatformsNeed(changes: readonly Change[]): readonly string[] {
  const [largest] = changes;
  if (largest === undefined) return [];
  return Object.entries(NEEDS[largest.bump]).map(([platform, need]) => `${platform}: ${need}`);
}

/** The same changes as n8n's package has to version them: its typeVersion keeps old workflows whole. */
export function asN8nVersions(changes: readonly Change[]): readonly Change[] {
  return changes.map(({ bump, text }) => ({ bump: bump === 'major' ? 'minor' : 'patch', text }));
}

/**
 * Whether a version is large enough for the changes. Before 1.0.0 a breaking change takes a minor
 * version, as npm's ranges have it.
 */
export function isEnough(from: string, to: string, changes: readonly Change[]): boolean {
  const [old, young] = [from, to].map((version) => version.split('.').map(Number));
  const step = [0, 1, 2].find((part) => old?.[part] !== young?.[part]);
  if (step === undefined) return changes.length === 0;
  const needed = BUMPS.indexOf(changes[0]?.bump ?? 'patch');
  const isUnstable = old?.[0] === 0;
  return step <= (isUnstable ? Math.min(needed + 1, 2) : needed);
}
