import { dateTime, integer, object } from '../describe-field.ts';
import { campaign } from '../entities/campaign.ts';
import { defineEvent } from '../event-definition.ts';

export const campaignActivated = defineEvent({
  name: 'campaign.activated',
  category: 'Campaign',
  subject: 'campaign',
  label: 'Campaign Activated',
  noun: 'Campaign',
  firesWhen: 'Triggers when a campaign is moved from draft to active.',
  narrowedBy: ['campaigns'],
  data: {
    campaign: object('assumed', 'Campaign', 'The campaign that was activated.', campaign),
    enrolled_count: integer('assumed', 'Enrolled Count', 'How many contacts are enrolled.', {
      important: true,
    }),
    activated_at: dateTime('assumed', 'Activated At', 'When the campaign was activated.'),
  },
  sample: {
    id: 'evt_01J2T6A3VW',
    event: 'campaign.activated',
    created_at: '2026-07-15T08:30:00+10:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      campaign: {
        id: 'cam_3N8YE6',
        name: 'Victorian freight, winter',
        status: 'active',
        icp_id: 'icp_logistics_vic',
        variant_mode: 'ab',
        daily_limit: 60,
        send_start_hour: 8,
        send_end_hour: 17,
        send_days: ['0', '1', '2', '3'],
        send_timezone: 'Australia/Melbourne',
        min_delay_minutes: 4,
        max_delay_minutes: 11,
        created_at: '2026-07-08T13:22:17+10:00',
        updated_at: '2026-07-15T08:30:00+10:00',
      },
      enrolled_count: 214,
      activated_at: '2026-07-15T08:30:00+10:00',
    },
  },
});
