/** @module A choice of event types, as connectors keep it and Kolvera's API takes it. */

/** In a choice it means every event type, those included that Kolvera adds later. */
export const ALL_EVENTS = '*';

/**
 * The choice as Kolvera's API takes it.
 *
 * @param names what a user chose. Nothing chosen means every event type, as `ALL_EVENTS` does.
 * @returns `[ALL_EVENTS]`, or the names, each once.
 */
export function eventChoice(names: readonly string[]): readonly string[] {
  return choosesAll(names) ? [ALL_EVENTS] : [...new Set(names)];
}

/** Whether a choice of event types includes this one. */
export function isChosen(names: readonly string[], event: string): boolean {
  return choosesAll(names) || names.includes(event);
}

function choosesAll(names: readonly string[]): boolean {
  return names.length === 0 || names.includes(ALL_EVENTS);
}
