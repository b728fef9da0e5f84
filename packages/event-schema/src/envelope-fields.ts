/** @module The envelope around the data of a normalised event. Each field says how far it is known. */
import { dateTime, text } from './describe-field.ts';
import type { Fields } from './field.ts';

export const envelopeFields = {
  id: {
    ...text('assumed', 'Event ID', 'The same over retries; made from the body where none is sent.'),
    nullable: false,
  },
  event: { ...text('assumed', 'Event Type', 'The name of the event.'), nullable: false },
  created_at: dateTime('assumed', 'Event Created At', 'When the event happened.'),
  workspace_id: text('assumed', 'Workspace ID', 'The ID of the workspace it happened in.'),
} satisfies Fields;
