/** @module A bulk enrichment job. */
import { dateTime, integer, text } from '../describe-field.ts';

export const enrichmentJob = {
  job_key: text('published', 'Job Key', 'The key that tells this job from others.', {
    important: true,
  }),
  type: text('assumed', 'Type', 'What the job looked for.', {
    options: ['find_contacts', 'find_emails', 'find_phones'],
    important: true,
  }),
  status: text('assumed', 'Status', 'How the job ended.'),
  icp_id: text('published', 'ICP ID', 'The ID of the ideal customer profile it worked on.'),
  requested: integer('assumed', 'Requested', 'How many records the job was asked for.'),
  processed: integer('assumed', 'Processed', 'How many records the job went through.'),
  found: integer('assumed', 'Found', 'How many results the job found.', { important: true }),
  failed: integer('assumed', 'Failed', 'How many records could not be processed.'),
  credits_used: integer('assumed', 'Credits Used', 'How many credits the job cost.'),
  started_at: dateTime('assumed', 'Started At', 'When the job started.'),
  completed_at: dateTime('assumed', 'Completed At', 'When the job finished.'),
};
