/** @module A meeting, and what every event about a meeting carries. */
import { dateTime, object, text } from '../describe-field.ts';
import { companyInShort } from './company.ts';
import { contactInShort } from './contact.ts';

const meeting = {
  id: text('assumed', 'ID', "The meeting's ID in Kolvera."),
  title: text('assumed', 'Title', "The meeting's title.", { important: true }),
  starts_at: dateTime('assumed', 'Starts At', 'When the meeting starts.', { important: true }),
  ends_at: dateTime('assumed', 'Ends At', 'When the meeting ends.'),
  timezone: text('assumed', 'Timezone', 'The time zone the meeting was booked in.', {
    format: 'timezone',
  }),
  location: text('assumed', 'Location', 'Where the meeting takes place, or the link to join it.'),
  status: text('assumed', 'Status', 'Where the meeting stands.', {
    options: ['booked', 'attended'],
  }),
};

export const meetingData = {
  meeting: object('assumed', 'Meeting', 'The meeting.', meeting),
  contact: object('assumed', 'Contact', 'The contact that the meeting is with.', contactInShort),
  company: object('assumed', 'Company', "The contact's company.", companyInShort),
};
