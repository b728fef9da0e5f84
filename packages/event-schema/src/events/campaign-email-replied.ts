import { dateTime, object, text } from '../describe-field.ts';
import { campaignEmail } from '../entities/campaign-email.ts';
import { defineEvent } from '../event-definition.ts';

export const campaignEmailReplied = defineEvent({
  name: 'campaign.email.replied',
  category: 'Campaign',
  subject: 'campaign_email',
  label: 'Campaign Email Replied',
  noun: 'Campaign Email',
  firesWhen: 'Triggers when a reply is detected on a campaign email.',
  automationIdea: 'Post a Slack notification to your team channel.',
  narrowedBy: ['campaigns'],
  data: {
    ...campaignEmail,
    reply: object('assumed', 'Reply', 'The reply that was detected.', {
      subject: text('assumed', 'Subject', 'The subject of the reply.'),
      body: text('assumed', 'Body', 'The text of the reply.', { important: true }),
      from: text('assumed', 'From', 'The address that the reply came from.', { format: 'email' }),
    }),
    replied_at: dateTime('assumed', 'Replied At', 'When the reply was detected.'),
  },
  sample: {
    id: 'evt_01J345MZ9T',
    event: 'campaign.email.replied',
    created_at: '2026-07-20T14:36:09+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: { id: 'cam_3N8YE6', name: 'Victorian freight, winter' },
      contact: {
        id: 'con_8H2KQ4',
        name: 'Lena Hartigan',
        first_name: 'Lena',
        last_name: 'Hartigan',
        title: 'Head of Revenue Operations',
        company: 'Yarraford Logistics',
        email: 'lena.hartigan@yarraford.example',
      },
      step: { step_number: 1, subject: 'Fewer empty runs out of Dandenong', variant: 'A' },
      inbox: { email: 'jess@brightline.example' },
      sent_at: '2026-07-17T09:21:56+10:00',
      reply: {
        subject: 'Re: Fewer empty runs out of Dandenong',
        body: 'Hi Jess, good timing. Could you show us how it handles return loads? Thursday after two suits.',
        from: 'lena.hartigan@yarraford.example',
      },
      replied_at: '2026-07-20T14:36:09+10:00',
    },
  },
});
