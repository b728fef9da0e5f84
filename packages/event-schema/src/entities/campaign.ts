/** @module An outreach campaign, whole and as a stub, with its totals. */
import { dateTime, integer, list, text } from '../describe-field.ts';

export const campaign = {
  id: text('assumed', 'ID', "The campaign's ID in Kolvera."),
  name: text('assumed', 'Name', "The campaign's name.", { important: true }),
  status: text('published', 'Status', 'Where the campaign stands.', {
    options: ['draft', 'active', 'paused', 'completed'],
  }),
  icp_id: text('published', 'ICP ID', 'The ID of the ideal customer profile it is aimed at.'),
  variant_mode: text('published', 'Variant Mode', 'How many variants of each email are tried.', {
    options: ['none', 'ab', 'abc'],
  }),
  daily_limit: integer('published', 'Daily Limit', 'The most emails it sends in a day.'),
  send_start_hour: integer(
    'published',
    'Send Start Hour',
    'The hour at which sending starts, 0-23.',
  ),
  send_end_hour: integer('published', 'Send End Hour', 'The hour at which sending ends, 0-23.'),
  send_days: list(
    'published',
    'Send Days',
    'The days on which it sends; "0" is Monday.',
    text('published', 'Send Day', 'One day on which it sends; "0" is Monday.'),
  ),
  send_timezone: text('published', 'Send Timezone', 'The time zone of the sending hours.', {
    format: 'timezone',
  }),
  min_delay_minutes: integer(
    'published',
    'Minimum Delay Minutes',
    'The shortest wait between two emails, in minutes.',
  ),
  max_delay_minutes: integer(
    'published',
    'Maximum Delay Minutes',
    'The longest wait between two emails, in minutes.',
  ),
  created_at: dateTime('assumed', 'Created At', 'When the campaign was made.'),
  updated_at: dateTime('assumed', 'Updated At', 'When the campaign was last changed.'),
};

const { id, name } = campaign;

/** What a campaign's email says about its campaign. */
export const campaignStub = { id, name };

export const campaignStats = {
  sent: integer('assumed', 'Sent', 'How many emails the campaign sent.', { important: true }),
  opened: integer('assumed', 'Opened', 'How many emails were opened.'),
  replied: integer('assumed', 'Replied', 'How many emails were answered.', { important: true }),
  bounced: integer('assumed', 'Bounced', 'How many emails bounced.'),
};
