import { dateTime, object } from '../describe-field.ts';
import { campaign, campaignStats } from '../entities/campaign.ts';
import { defineEvent } from '../event-definition.ts';

export const campaignCompleted = defineEvent({
  name: 'campaign.completed',
  category: 'Campaign',
  subject: 'campaign',
  label: 'Campaign Completed',
  noun: 'Campaign',
  firesWhen: 'Triggers when all enrolled contacts have finished the full sequence.',
  narrowedBy: ['campaigns'],
  data: {
    campaign: object('assumed', 'Campaign', 'The campaign that was completed.', campaign),
    stats: object('assumed', 'Total', "The campaign's totals.", campaignStats),
    completed_at: dateTime(
      'assumed',
      'Completed At',
      'When the last contact finished the sequence.',
    ),
  },
  sample: {
    id: 'evt_01J4D0P7XK',
    event: 'campaign.completed',
    created_at: '2026-08-06T16:54:33+09:30',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: {
        id: 'cam_9C4UJ2',
        name: 'South Australian solar installers',
        status: 'completed',
        icp_id: 'icp_solar_sa',
        variant_mode: 'abc',
        daily_limit: 40,
        send_start_hour: 9,
        send_end_hour: 16,
        send_days: ['0', '1', '2', '3', '4'],
        send_timezone: 'Australia/Adelaide',
        min_delay_minutes: 6,
        max_delay_minutes: 15,
        created_at: '2026-06-09T09:48:25+09:30',
        updated_at: '2026-08-06T16:54:33+09:30',
      },
      stats: { sent: 512, opened: 298, replied: 41, bounced: 9 },
      completed_at: '2026-08-06T16:54:33+09:30',
    },
  },
});
