/** @module Which events a step wants, and how a user chooses them. */
import type { NarrowedTo, Wanted } from '@kolvera/delivery';
import {
  ALL_EVENTS,
  type Catalogue,
  isChosen,
  type Narrowing,
  narrowingChoices,
  narrowings,
} from '@kolvera/event-schema';
import type { Bundle, PlainInputField } from 'zapier-platform-core';

/** The input fields by which a user narrows a choice of events. Zaps keep these keys. */
const INPUT_KEYS: Readonly<Record<Narrowing, string>> = {
  campaigns: 'campaigns',
  changedFields: 'changed_fields',
};

const NARROWINGS = Object.keys(INPUT_KEYS) as Narrowing[];

/** What a user has chosen: these events, narrowed by the values in the narrowing input fields. */
export function readWanted(events: readonly string[], { inputData }: Bundle): Wanted {
  const narrowedTo = NARROWINGS.map(
    (key) => [key, readChoice(inputData[INPUT_KEYS[key]])] as const,
  );
  return { events, ...(Object.fromEntries(narrowedTo) as NarrowedTo) };
}

/** Reads a multi-select as Zapier hands it over: absent, one value or a list. */
export function readChoice(value: unknown): readonly string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values
    .filter((entry): entry is string => typeof entry === 'string')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The one type that is wanted, and that the Zap's webhook is therefore subscribed to. */
export function onlyType({ events: [only, another] }: Wanted): string | undefined {
  return only === ALL_EVENTS || another !== undefined ? undefined : only;
}

/** Whether only some events of the wanted types are wanted. */
export function isNarrowed(wanted: Wanted): boolean {
  return NARROWINGS.some((narrowing) => (wanted[narrowing] ?? []).length > 0);
}

/** The optional input fields for what the events of a catalogue can be narrowed by. */
export function narrowingFields(catalogue: Catalogue): PlainInputField[] {
  return NARROWINGS.flatMap((narrowing) => {
    const narrowed = catalogue.filter((event) => event.narrowedBy?.includes(narrowing));
    if (narrowed.length === 0) return [];
    const choices = new Map(
      narrowed
        .flatMap((event) => narrowingChoices(event, narrowing) ?? [])
        .map(({ value, label }) => [value, { value, label, sample: value }]),
    );
    return {
      key: INPUT_KEYS[narrowing],
      label: narrowings[narrowing].label,
      type: 'string',
      list: true,
      required: false,
      helpText: narrowings[narrowing].description,
      ...(choices.size > 0 && { choices: [...choices.values()] }),
    };
  });
}

/** The options of a dropdown of event types. */
export function eventChoices(catalogue: Catalogue) {
  return catalogue.map(({ name, label }) => ({ value: name, label, sample: name }));
}

/** The definitions of the chosen types; all of them when none is chosen. */
export function definitionsOf(catalogue: Catalogue, chosen: readonly string[]): Catalogue {
  return catalogue.filter(({ name }) => isChosen(chosen, name));
}
