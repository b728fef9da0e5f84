/**
 * @module What events are about, and the categories that Kolvera publishes: an event of a new one
 * needs its line here first.
 */
export type Category = 'Contact' | 'Enrichment' | 'Company' | 'Campaign' | 'Meeting';

interface SubjectTraits {
  /** Lower case. Connectors derive public ids from it: never change one. */
  readonly plural: string;
  /** The key of the event's data that holds the subject's record, where it has one. */
  readonly record: string | null;
}

/** Connectors that group events (Make's modules) group them by subject. */
const subjects = {
  contact: { plural: 'contacts', record: 'contact' },
  company: { plural: 'companies', record: 'company' },
  campaign: { plural: 'campaigns', record: 'campaign' },
  campaign_email: { plural: 'campaign emails', record: null },
  meeting: { plural: 'meetings', record: 'meeting' },
  enrichment_job: { plural: 'enrichment jobs', record: 'job' },
} as const satisfies Readonly<Record<string, SubjectTraits>>;

export type Subject = keyof typeof subjects;

/** @throws {RangeError} For a subject that has no line above. */
export function subjectTraits(subject: Subject): SubjectTraits {
  if (Object.hasOwn(subjects, subject)) return subjects[subject];
  throw new RangeError(
    `The subject "${subject}" is unknown. Add its line to packages/event-schema/src/subjects.ts.`,
  );
}
