/**
 * @module The catalogue: every event in Kolvera's published order.
 *
 * Adding an event: one file in src/events and one line here, then `npm run generate`. Everything
 * else is derived, and every deriving function takes a definition or the catalogue as an argument,
 * so that a test can add an imaginary event.
 */
import type { EventDefinition } from './event-definition.ts';
import { campaignActivated } from './events/campaign-activated.ts';
import { campaignCompleted } from './events/campaign-completed.ts';
import { campaignEmailBounced } from './events/campaign-email-bounced.ts';
import { campaignEmailReplied } from './events/campaign-email-replied.ts';
import { campaignEmailSent } from './events/campaign-email-sent.ts';
import { companyCreated } from './events/company-created.ts';
import { companyUpdated } from './events/company-updated.ts';
import { contactCreated } from './events/contact-created.ts';
import { contactEnriched } from './events/contact-enriched.ts';
import { contactPhoneFound } from './events/contact-phone-found.ts';
import { contactUpdated } from './events/contact-updated.ts';
import { enrichmentCompleted } from './events/enrichment-completed.ts';
import { meetingBooked } from './events/meeting-booked.ts';
import { meetingCompleted } from './events/meeting-completed.ts';

export const events = [
  contactCreated,
  contactUpdated,
  contactEnriched,
  contactPhoneFound,
  companyCreated,
  companyUpdated,
  campaignActivated,
  campaignCompleted,
  campaignEmailSent,
  campaignEmailReplied,
  campaignEmailBounced,
  meetingBooked,
  meetingCompleted,
  enrichmentCompleted,
] as const;

/** A list of events, in the order in which people see them. */
export type Catalogue = readonly EventDefinition[];
