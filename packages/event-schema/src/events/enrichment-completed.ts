import { object } from '../describe-field.ts';
import { enrichmentJob } from '../entities/enrichment-job.ts';
import { defineEvent } from '../event-definition.ts';

export const enrichmentCompleted = defineEvent({
  name: 'enrichment.completed',
  category: 'Enrichment',
  subject: 'enrichment_job',
  label: 'Enrichment Completed',
  noun: 'Enrichment Job',
  firesWhen: 'Triggers when a bulk enrichment job finishes processing.',
  automationIdea: 'Trigger a downstream pipeline job in Make or n8n.',
  data: { job: object('assumed', 'Job', 'The job that finished.', enrichmentJob) },
  sample: {
    id: 'evt_01J3E7T5LA',
    event: 'enrichment.completed',
    created_at: '2026-07-23T17:45:58+08:00',
    workspace_id: 'wsp_4Q7ZN2',
    data: {
      job: {
        job_key: 'job_20260723',
        type: 'find_emails',
        status: 'completed',
        icp_id: 'icp_mining_wa',
        requested: 250,
        processed: 250,
        found: 183,
        failed: 4,
        credits_used: 183,
        started_at: '2026-07-23T17:12:03+08:00',
        completed_at: '2026-07-23T17:45:58+08:00',
      },
    },
  },
});
