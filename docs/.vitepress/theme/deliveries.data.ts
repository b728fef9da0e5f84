/** @module What the start page shows of a few events: fields of their samples, as every connector labels them. */
import { eventFields, sampleEvent } from '@kolvera/event-schema';

const SHOWN = {
  'campaign.email.replied': ['Contact Name', 'Contact Company', 'Step Subject', 'Reply Body'],
  'meeting.booked': ['Meeting Title', 'Meeting Starts At', 'Contact Name', 'Company Name'],
  'contact.created': ['Contact Name', 'Contact Title', 'Contact Company', 'Contact Phone'],
} as const;

export interface ShownDelivery {
  readonly name: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
}

declare const data: readonly ShownDelivery[];

export { data };

/** VitePress runs it while it builds, and puts its result in the place of `data`. */
export default {
  load: (): readonly ShownDelivery[] =>
    (Object.keys(SHOWN) as (keyof typeof SHOWN)[]).map((name) => ({
      name,
      fields: SHOWN[name].map((label) => ({ label, value: sampleValue(name, label) })),
    })),
};

function sampleValue(name: keyof typeof SHOWN, label: string): string {
  const field = eventFields(name).find((one) => one.label === label);
  if (field === undefined) throw new Error(`${name} has no field "${label}".`);
  return String(field.path.reduce<unknown>((inner, key) => Object(inner)[key], sampleEvent(name)));
}
