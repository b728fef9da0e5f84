/** @module What an event file says about its event. */
import type { Fields, ObjectOf } from './field.ts';
import type { Category, Subject } from './subjects.ts';

/** What a choice of events can be narrowed by, beyond their types. */
export type Narrowing = 'campaigns' | 'changedFields';

/** One webhook event: everything that the connectors, schemas and documents are derived from. */
export interface EventDefinition<Name extends string = string, Data extends Fields = Fields> {
  /** The published name, `contact.created`. */
  readonly name: Name;
  /** The published category. */
  readonly category: Category;
  readonly subject: Subject;
  /** Title Case, 2-64 characters: `New Contact`. */
  readonly label: string;
  /** What one occurrence is called: `Contact`. */
  readonly noun: string;
  /** One sentence that starts "Triggers when" and ends with a full stop. */
  readonly firesWhen: string;
  /** The published automation idea, where there is one. */
  readonly automationIdea?: string;
  /** By what a user can narrow it: the campaign, the fields that changed. */
  readonly narrowedBy?: readonly Narrowing[];
  readonly data: Data;
  /** A whole normalised event, synthetic. */
  readonly sample: EventSample<NoInfer<Name>, NoInfer<Data>>;
}

export interface EventSample<Name extends string, Data extends Fields> {
  readonly id: string;
  readonly event: Name;
  readonly created_at: string;
  readonly workspace_id: string;
  readonly data: ObjectOf<Data>;
}

/**
 * Types a definition by its own name and data fields.
 *
 * @__NO_SIDE_EFFECTS__
 */
export function defineEvent<const Name extends string, const Data extends Fields>(
  definition: EventDefinition<Name, Data>,
): EventDefinition<Name, Data> {
  return definition;
}
