/**
 * @module The names that users' automations depend on: events, triggers, parameters, field keys.
 *
 * Each app records them in a public-identifiers.txt, one per line. `npm run generate` adds lines. A name
 * that disappears breaks automations, so lines are removed only by hand, in a release that says so.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Set by scripts/record-public-identifiers.ts. */
const RECORD = 'KOLVERA_RECORD_PUBLIC_IDENTIFIERS';

/**
 * Expects that the file holds exactly these identifiers. While recording, it adds new ones; one that has
 * disappeared fails even then.
 *
 * @param name what they belong to, the first word of each line: `zapier`.
 * @param identifiers strings, numbers, booleans, and lists and objects of them.
 */
export function expectPublicIdentifiers(file: URL, name: string, identifiers: unknown): void {
  const recorded = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const present = [...new Set(linesOf(identifiers, name))].sort();
  const gone = recorded.filter((line) => !present.includes(line));
  expect(gone, "Users' automations depend on these names, which are gone or changed").toEqual([]);
  if (process.env[RECORD]) writeFileSync(file, present.map((line) => `${line}\n`).join(''));
  else expect(present, 'To record new names, run npm run generate').toEqual(recorded);
}

/** `modules.watchContacts`, `webhooks.contacts[] "events"`: a line for each name and each value. */
function linesOf(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => linesOf(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [`${path} ${JSON.stringify(value)}`];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) => linesOf(inner, `${path}.${key}`)),
  ];
}
