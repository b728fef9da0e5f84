import { campaignEmail } from '../entities/campaign-email.ts';
import { defineEvent } from '../event-definition.ts';

export const campaignEmailSent = defineEvent({
  name: 'campaign.email.sent',
  category: 'Campaign',
  subject: 'campaign_email',
  label: 'Campaign Email Sent',
  noun: 'Campaign Email',
  firesWhen: 'Triggers when an individual campaign email is delivered.',
  narrowedBy: ['campaigns'],
  data: campaignEmail,
  sample: {
    id: 'evt_01J2TC4S1H',
    event: 'campaign.email.sent',
    created_at: '2026-07-15T10:07:41+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: { id: 'cam_3N8YE6', name: 'Victorian freight, winter' },
      contact: {
        id: 'con_4V0ZA7',
        name: 'Daniel Moretti',
        first_name: 'Daniel',
        last_name: 'Moretti',
        title: 'General Manager',
        company: 'Portsea Cold Storage',
        email: 'daniel.moretti@portsea.example',
      },
      step: { step_number: 1, subject: 'Fewer empty runs out of Dandenong', variant: 'B' },
      inbox: { email: 'jess@brightline.example' },
      sent_at: '2026-07-15T10:07:41+10:00',
    },
  },
});
