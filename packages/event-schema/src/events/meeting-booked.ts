import { meetingData } from '../entities/meeting.ts';
import { defineEvent } from '../event-definition.ts';

export const meetingBooked = defineEvent({
  name: 'meeting.booked',
  category: 'Meeting',
  subject: 'meeting',
  label: 'Meeting Booked',
  noun: 'Meeting',
  firesWhen: 'Triggers when a meeting is created in the meetings list.',
  automationIdea: 'Create or update a deal in your CRM.',
  data: meetingData,
  sample: {
    id: 'evt_01J34H8B5Y',
    event: 'meeting.booked',
    created_at: '2026-07-20T15:10:27+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      meeting: {
        id: 'mtg_6W1QD4',
        title: 'Return loads: a first look',
        starts_at: '2026-07-23T14:00:00+10:00',
        ends_at: '2026-07-23T14:30:00+10:00',
        timezone: 'Australia/Melbourne',
        location: 'https://meet.brightline.example/return-loads',
        status: 'booked',
      },
      contact: {
        id: 'con_8H2KQ4',
        name: 'Lena Hartigan',
        first_name: 'Lena',
        last_name: 'Hartigan',
        title: 'Head of Revenue Operations',
        company: 'Yarraford Logistics',
        email: 'lena.hartigan@yarraford.example',
      },
      company: { id: 'com_8R3XM5', name: 'Yarraford Logistics', domain: 'yarraford.example' },
    },
  },
});
