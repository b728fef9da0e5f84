/**
 * @module The names that users' automations hold: events, triggers, parameters, field keys.
 *
 * Each app's are recorded in a public-identifiers.txt, a line each. A line may be added, and
 * `npm run generate` does so; one that disappears breaks the automations that hold it, so nothing
 * takes it away but a person's hand, in a release that says so.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Set by scripts/record-public-identifiers.ts. */
const RECORD = 'KOLVERA_RECORD_PUBLIC_IDENTIFIERS';

/**
 * Expects that the file holds exactly these identifiers. While they are recorded, writes those that
 * are new; one that disappeared fails all the same.
 *
 * @param name what they belong to, the first word of each line: `zapier`.
 * @param identifiers strings, numbers, booleans, and lists and objects of them.
 */
export function expectPublicIdentifiers(file: URL, name: string, identifiers: unknown): void {
  const recorded = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const present = [...new Set(linesOf(identifiers, name))].sort();
  const gone = recorded.filter((line) => !present.includes(line));
  expect(gone, "Users' automations hold these names, and they are gone or changed").toEqual([]);
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
