/** @module A person in the workspace, whole and in short. */
import { boolean, dateTime, text } from '../describe-field.ts';

// Kolvera publishes `invalid`, `unverified` and `unknown`; `valid` and `catch_all` are our spelling.
export const emailStatus = text(
  'published',
  'Email Status',
  'How far the email address can be trusted.',
  { options: ['valid', 'catch_all', 'unverified', 'invalid', 'unknown'] },
);

export const contact = {
  id: text('assumed', 'ID', "The contact's ID in Kolvera."),
  contact_id: text('published', 'Reference', "The contact's ID as Kolvera's other tools name it."),
  name: text('assumed', 'Name', "The contact's full name.", { important: true }),
  first_name: text('assumed', 'First Name', "The contact's first name."),
  last_name: text('assumed', 'Last Name', "The contact's last name."),
  title: text('assumed', 'Title', "The contact's job title.", { important: true }),
  company: text('assumed', 'Company', 'The name of the company the contact works for.', {
    important: true,
  }),
  email: text('assumed', 'Email', "The contact's work email address.", {
    format: 'email',
    important: true,
  }),
  email_status: emailStatus,
  phone: text('assumed', 'Phone', "The contact's direct dial or company line.", {
    format: 'phone',
    important: true,
  }),
  linkedin_url: text('assumed', 'LinkedIn URL', "The address of the contact's LinkedIn profile.", {
    format: 'uri',
  }),
  is_prospect: boolean('published', 'Is Prospect', 'Whether the contact is a sales prospect.'),
  outreach_stage: text('published', 'Outreach Stage', 'How far outreach to the contact has come.', {
    options: [
      'identified',
      'enrolled',
      'emailed',
      'opened',
      'replied',
      'bounced',
      'connection_sent',
      'accepted',
      'follow_up',
      'meeting_ask',
      'meeting_booked',
      'soft_close',
      'won',
      'lost',
    ],
  }),
  candidate_stage: text(
    'published',
    'Candidate Stage',
    'How far the contact has come as a candidate.',
    {
      options: [
        'role_defined',
        'target_companies_mapped',
        'candidates_sourced',
        'shortlisted',
        'connection_sent',
        'accepted',
        'first_message_sent',
        'reply_received',
        'qualified_in_chat',
        'call_requested',
        'call_booked',
        'call_completed',
        'active',
        'nurture',
        'closed_rejected',
      ],
    },
  ),
  candidate_grade: text('published', 'Candidate Grade', "The contact's grade as a candidate.", {
    options: ['A', 'B', 'C'],
  }),
  notes: text('published', 'Notes', 'Notes about the contact.'),
  prospect_notes: text('published', 'Prospect Notes', 'Notes about the contact as a prospect.'),
  candidate_notes: text('published', 'Candidate Notes', 'Notes about the contact as a candidate.'),
  prospect_next_action: text(
    'published',
    'Prospect Next Action',
    'What to do next with the contact as a prospect.',
  ),
  prospect_next_action_date: text(
    'published',
    'Prospect Next Action Date',
    'The day on which the next action with the prospect is due.',
    { format: 'date' },
  ),
  candidate_next_action: text(
    'published',
    'Candidate Next Action',
    'What to do next with the contact as a candidate.',
  ),
  candidate_next_action_date: text(
    'published',
    'Candidate Next Action Date',
    'The day on which the next action with the candidate is due.',
    { format: 'date' },
  ),
  salary_zone: text('published', 'Salary Zone', 'The salary range the contact looks for.'),
  notice_period: text('published', 'Notice Period', 'How much notice the contact has to give.'),
  work_rights: text('published', 'Work Rights', "The contact's right to work."),
  icp_id: text('published', 'ICP ID', 'The ID of the ideal customer profile the contact fits.'),
  created_at: dateTime('assumed', 'Created At', 'When the contact was added to the workspace.'),
  updated_at: dateTime('assumed', 'Updated At', 'When the contact was last changed.'),
};

const { id, name, first_name, last_name, title, company, email } = contact;

/** A contact in short, as events about something else carry it. */
export const contactInShort = { id, name, first_name, last_name, title, company, email };
