import { integer, object, text } from '../describe-field.ts';
import { contact } from '../entities/contact.ts';
import { defineEvent } from '../event-definition.ts';

export const contactPhoneFound = defineEvent({
  name: 'contact.phone_found',
  category: 'Enrichment',
  subject: 'contact',
  label: 'Phone Number Found',
  noun: 'Contact',
  firesWhen: 'Triggers when a phone number is discovered by enrichment.',
  data: {
    contact: object('assumed', 'Contact', 'The contact that the number belongs to.', contact),
    phone: text('assumed', 'Phone', 'The phone number that was found.', {
      format: 'phone',
      important: true,
    }),
    phone_type: text('assumed', 'Phone Type', 'Whether it reaches the contact or the company.', {
      options: ['direct_dial', 'company_line'],
    }),
    credits_used: integer('assumed', 'Credits Used', 'How many credits the find cost.'),
  },
  sample: {
    id: 'evt_01J3SV2N6E',
    event: 'contact.phone_found',
    created_at: '2026-07-27T13:32:10+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      contact: {
        id: 'con_7D3RV5',
        contact_id: 'con_7D3RV5',
        name: 'Mei Okafor',
        first_name: 'Mei',
        last_name: 'Okafor',
        title: 'Procurement Lead',
        company: 'Coralgate Foods',
        email: 'mei.okafor@coralgate.example',
        email_status: 'catch_all',
        phone: '+61755501288',
        linkedin_url: 'https://www.linkedin.example/in/mei-okafor',
        is_prospect: true,
        outreach_stage: 'emailed',
        candidate_stage: 'reply_received',
        candidate_grade: 'C',
        notes: 'Switchboard closes at four.',
        prospect_notes: 'Buys for the whole of Queensland.',
        candidate_notes: 'Applied through the website.',
        prospect_next_action: 'Ring the direct line',
        prospect_next_action_date: '2026-07-30',
        candidate_next_action: 'Reply to the application',
        candidate_next_action_date: '2026-08-06',
        salary_zone: 'AUD 105,000 to 125,000',
        notice_period: '2 weeks',
        work_rights: 'Working visa until 2028',
        icp_id: 'icp_food_qld',
        created_at: '2026-06-28T08:55:37+10:00',
        updated_at: '2026-07-27T13:32:10+10:00',
      },
      phone: '+61755501288',
      phone_type: 'direct_dial',
      credits_used: 6,
    },
  },
});
