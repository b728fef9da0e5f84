/** @module A company record, whole and in short. */
import { boolean, dateTime, integer, list, text } from '../describe-field.ts';

export const company = {
  id: text('assumed', 'ID', "The company's ID in Kolvera."),
  name: text('assumed', 'Name', "The company's name.", { important: true }),
  domain: text('assumed', 'Domain', "The domain of the company's website.", {
    format: 'hostname',
    important: true,
  }),
  industry: text('assumed', 'Industry', 'The industry the company works in.', { important: true }),
  location: text('assumed', 'Location', 'Where the company is based.'),
  employee_count: integer('published', 'Employee Count', 'How many people work for the company.'),
  // Kolvera publishes these four as examples.
  ai_sector: text('published', 'AI Sector', 'The sector that AI research put the company in.', {
    options: [
      'Recruitment & Staffing',
      'IT Services & Consulting',
      'Professional Services',
      'SaaS / Software',
    ],
  }),
  ai_subsector: text('published', 'AI Subsector', 'The part of that sector, where one was found.'),
  is_client: boolean('published', 'Is Client', 'Whether the company is a client already.'),
  buying_triggers: list(
    'published',
    'Buying Triggers',
    'Signs that the company may be ready to buy.',
    text('published', 'Buying Trigger', 'One sign that the company may be ready to buy.'),
  ),
  // A company has it on a desk. Kolvera publishes the values that count as live.
  bd_status: text('published', 'BD Status', 'How far business development with the company is.', {
    options: ['reply', 'meeting', 'active sequence'],
  }),
  created_at: dateTime('assumed', 'Created At', 'When the company was added to the workspace.'),
  updated_at: dateTime('assumed', 'Updated At', 'When the company was last changed.'),
};

const { id, name, domain } = company;

/** A company in short, as events about something else carry it. */
export const companyInShort = { id, name, domain };
