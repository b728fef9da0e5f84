/**
 * @module The catalogue: every event in Kolvera's published order.
 *
 * Adding an event: one file in src/events and one line here. Everything else is derived, and every
 * deriving function takes the catalogue as an argument, so that a test can add an imaginary event.
 */
import type { EventDefinition } from './event-definition.ts';
import { contactCreated } from './events/contact-created.ts';

export const events = [contactCreated] as const;

/** A list of events, in the order in which people see them. */
export type Catalogue = readonly EventDefinition[];
