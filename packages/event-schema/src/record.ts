/** @module The record that an event is about, and where the event's data holds it. */
import type { EventDefinition, Subject } from './event-definition.ts';
import type { Fields } from './field.ts';

/** The key of the data that holds the subject's record. A campaign email has no record of its own. */
const RECORD_KEYS: Readonly<Record<Subject, string | null>> = {
  contact: 'contact',
  company: 'company',
  campaign: 'campaign',
  campaign_email: null,
  meeting: 'meeting',
  enrichment_job: 'job',
};

export interface EventRecord {
  /** The key in the event's data: `contact`. */
  readonly key: string;
  readonly fields: Fields;
}

/** @returns null for an event whose subject has no record. */
export function recordOf({ subject, data }: EventDefinition): EventRecord | null {
  const key = RECORD_KEYS[subject];
  const field = key === null ? undefined : data[key];
  return key === null || field?.type !== 'object' ? null : { key, fields: field.fields };
}
