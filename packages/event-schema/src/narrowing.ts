/**
 * @module Narrowing a choice of events: to some campaigns, to some changed fields. An event's own
 * file says which of the two it supports (`narrowedBy`).
 */
import type { EventDefinition, Narrowing } from './event-definition.ts';
import { isObject } from './is-object.ts';
import { recordOf } from './record.ts';

interface NarrowingText {
  /** Title Case. */
  readonly label: string;
  readonly description: string;
}

/** What a user reads where a platform offers them. */
export const narrowings: Readonly<Record<Narrowing, NarrowingText>> = {
  campaigns: {
    label: 'Campaigns',
    description: 'The IDs or exact names of campaigns. Leave empty for every campaign.',
  },
  changedFields: {
    label: 'Changed Fields',
    description: 'The fields to watch for changes. Leave empty for every change.',
  },
};

/** One value of a narrowing that can be offered in a list. */
export interface NarrowingChoice {
  readonly value: string;
  /** Title Case. */
  readonly label: string;
}

/**
 * The values that are known beforehand, for a list to choose from.
 *
 * @returns null where they are not: a workspace's campaigns.
 */
export function narrowingChoices(
  definition: EventDefinition,
  narrowing: Narrowing,
): readonly NarrowingChoice[] | null {
  if (narrowing === 'campaigns') return null;
  const fields = recordOf(definition)?.fields ?? {};
  return Object.entries(fields).map(([value, { label }]) => ({ value, label }));
}

/**
 * What an event says of itself, to be compared with the values that a user wants.
 *
 * @returns none where the event does not say: such an event cannot be judged.
 */
export function narrowingValues(
  narrowing: Narrowing,
  data: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (narrowing === 'campaigns') {
    return isObject(data.campaign) ? texts([data.campaign.id, data.campaign.name]) : [];
  }
  return Array.isArray(data.changed_fields) ? texts(data.changed_fields) : [];
}

/** An id may come as a number; a user types its digits. */
function texts(values: readonly unknown[]): string[] {
  return values
    .filter((value) => (typeof value === 'string' && value !== '') || Number.isSafeInteger(value))
    .map(String);
}
