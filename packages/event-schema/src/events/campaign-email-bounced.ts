import { dateTime, object, text } from '../describe-field.ts';
import { campaignEmail } from '../entities/campaign-email.ts';
import { defineEvent } from '../event-definition.ts';

export const campaignEmailBounced = defineEvent({
  name: 'campaign.email.bounced',
  category: 'Campaign',
  subject: 'campaign_email',
  label: 'Campaign Email Bounced',
  noun: 'Campaign Email',
  firesWhen: 'Triggers when a campaign email bounces.',
  automationIdea: 'Flag the contact in your CRM for manual review.',
  narrowedBy: ['campaigns'],
  data: {
    ...campaignEmail,
    bounce: object('assumed', 'Bounce', 'Why the email came back.', {
      type: text('assumed', 'Type', 'The kind of bounce, such as hard or soft.'),
      reason: text('assumed', 'Reason', 'What the receiving mail server said.', {
        important: true,
      }),
    }),
    bounced_at: dateTime('assumed', 'Bounced At', 'When the bounce was detected.'),
  },
  sample: {
    id: 'evt_01J3B9W2QF',
    event: 'campaign.email.bounced',
    created_at: '2026-07-22T08:02:15+09:30',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: { id: 'cam_9C4UJ2', name: 'South Australian solar installers' },
      contact: {
        id: 'con_0K5GH2',
        name: 'Ruby Castellane',
        first_name: 'Ruby',
        last_name: 'Castellane',
        title: 'Fleet Coordinator',
        company: 'Spencer Gulf Roofing',
        email: 'ruby.castellane@spencergulf.example',
      },
      step: { step_number: 3, subject: 'Before the feed-in tariff changes', variant: 'C' },
      inbox: { email: 'arjun@brightline.example' },
      sent_at: '2026-07-22T08:01:50+09:30',
      bounce: { type: 'hard', reason: '550 5.1.1 The mailbox does not exist.' },
      bounced_at: '2026-07-22T08:02:15+09:30',
    },
  },
});
