import { dateTime, text } from '../describe-field.ts';
import { meetingData } from '../entities/meeting.ts';
import { defineEvent } from '../event-definition.ts';

export const meetingCompleted = defineEvent({
  name: 'meeting.completed',
  category: 'Meeting',
  subject: 'meeting',
  label: 'Meeting Completed',
  noun: 'Meeting',
  firesWhen: 'Triggers when a meeting is marked as attended.',
  data: {
    ...meetingData,
    outcome: text('assumed', 'Outcome', 'What came of the meeting.', { important: true }),
    completed_at: dateTime('assumed', 'Completed At', 'When the meeting was marked as attended.'),
  },
  sample: {
    id: 'evt_01J3ZN6E0C',
    event: 'meeting.completed',
    created_at: '2026-07-30T11:52:06+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      meeting: {
        id: 'mtg_1Z9FK8',
        title: 'Payroll walk-through',
        starts_at: '2026-07-30T11:00:00+10:00',
        ends_at: '2026-07-30T11:45:00+10:00',
        timezone: 'Australia/Sydney',
        location: 'Level 4, 18 Gumtree Lane, Sydney',
        status: 'attended',
      },
      contact: {
        id: 'con_5T9WX1',
        name: 'Priya Raman',
        first_name: 'Priya',
        last_name: 'Raman',
        title: 'Sales Director',
        company: 'Bellbird Payroll',
        email: 'priya.raman@bellbird.example',
      },
      company: { id: 'com_6F1TS3', name: 'Bellbird Payroll', domain: 'bellbird.example' },
      outcome: 'Asked for a proposal for 85 seats.',
      completed_at: '2026-07-30T11:52:06+10:00',
    },
  },
});
