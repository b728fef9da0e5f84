/** @module What changed in a public surface, and whether the new version number is high enough. */
import { gte, major, SemVer } from 'semver';

/** What users depend on, by name: `trigger contact_created output id` is a `string`. */
export type Surface = Readonly<Record<string, string>>;

export type Bump = 'major' | 'minor' | 'patch';

export interface Change {
  readonly bump: Bump;
  readonly text: string;
}

const BUMPS: readonly Bump[] = ['major', 'minor', 'patch'];

/** @returns every change, the breaking ones first. */
export function compareSurfaces(
  before: Surface,
  after: Surface,
  bumpOf: (name: string, before?: string, after?: string) => Bump,
): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = names
    .filter((name) => before[name] !== after[name])
    .map((name) => {
      const bump = bumpOf(name, before[name], after[name]);
      return { bump, text: `${name} ${difference(bump, before[name], after[name])}` };
    });
  return BUMPS.flatMap((bump) => changes.filter((change) => change.bump === bump));
}

function difference(bump: Bump, before?: string, after?: string): string {
  if (after === undefined) return 'is gone';
  // An addition breaks only when it is required.
  if (before === undefined) return bump === 'major' ? 'is new and required' : 'is new';
  return `was ${before}, is ${after}`;
}

/** Labels and samples are not part of a surface; changing them needs a patch. */
export function neededBump([first]: readonly Change[]): Bump {
  return first?.bump ?? 'patch';
}

/** Below 1.0.0 a breaking change needs a minor version and an addition a patch, as npm's ranges do. */
export function isEnough(from: string, to: string, needed: Bump): boolean {
  const below1 = { major: 'minor', minor: 'patch', patch: 'patch' } as const;
  return gte(to, new SemVer(from).inc(major(from) === 0 ? below1[needed] : needed));
}
