/** @module What every event about one campaign email carries. */
import { dateTime, integer, object, text } from '../describe-field.ts';
import { campaignStub } from './campaign.ts';
import { contactInShort } from './contact.ts';

/** The step of the campaign that the email belongs to. */
const step = {
  step_number: integer('published', 'Step Number', 'Which step of the campaign; the first is 1.'),
  subject: text('published', 'Subject', 'The subject; empty on a reply in the same thread.', {
    important: true,
  }),
  variant: text('assumed', 'Variant', 'Which variant of the email was sent.'),
};

/** The mailbox that the email was sent from. */
const inbox = {
  email: text('assumed', 'Email', 'The address that the email was sent from.', { format: 'email' }),
};

export const campaignEmail = {
  campaign: object('assumed', 'Campaign', 'The campaign that the email belongs to.', campaignStub),
  contact: object('assumed', 'Contact', 'The contact that the email went to.', contactInShort),
  step: object('assumed', 'Step', "The campaign's step that the email belongs to.", step),
  inbox: object('assumed', 'Inbox', 'The mailbox that the email was sent from.', inbox),
  sent_at: dateTime('assumed', 'Sent At', 'When the email was sent.'),
};
