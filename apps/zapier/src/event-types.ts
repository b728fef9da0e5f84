/** @module Which types of event a step wants, and how a user chooses them. */
import type { Catalogue } from '@kolvera/event-schema';

/** Names of event types; null is every type, those included that Kolvera adds later. */
export type Wanted = readonly string[] | null;

/** Reads a multi-select as Zapier hands it over: absent, one value or a list. Empty means all. */
export function readWanted(value: unknown): Wanted {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const names = values.filter((name): name is string => typeof name === 'string' && name !== '');
  return names.length === 0 ? null : names;
}

export function isWanted(wanted: Wanted, name: string): boolean {
  return wanted === null || wanted.includes(name);
}

/** The options of a dropdown of event types. */
export function eventChoices(catalogue: Catalogue) {
  return catalogue.map(({ name, label }) => ({ value: name, label, sample: name }));
}

/** The definitions of the wanted types; all of them when every type is wanted. */
export function definitionsOf(catalogue: Catalogue, wanted: Wanted): Catalogue {
  return catalogue.filter(({ name }) => isWanted(wanted, name));
}
