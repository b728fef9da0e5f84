/** @module What each subject of the catalogue is called in Make. Ids are public: never change one. */
import type { Subject } from '@kolvera/event-schema';

export interface SubjectNames {
  /** The webhook's local id. */
  readonly webhook: string;
  /** The module's id, which scenarios keep. */
  readonly module: string;
  readonly singular: string;
  readonly plural: string;
}

export const subjects: Readonly<Record<Subject, SubjectNames>> = {
  contact: {
    webhook: 'contacts',
    module: 'watchContacts',
    singular: 'contact',
    plural: 'contacts',
  },
  company: {
    webhook: 'companies',
    module: 'watchCompanies',
    singular: 'company',
    plural: 'companies',
  },
  campaign: {
    webhook: 'campaigns',
    module: 'watchCampaigns',
    singular: 'campaign',
    plural: 'campaigns',
  },
  campaign_email: {
    webhook: 'campaignEmails',
    module: 'watchCampaignEmails',
    singular: 'campaign email',
    plural: 'campaign emails',
  },
  meeting: {
    webhook: 'meetings',
    module: 'watchMeetings',
    singular: 'meeting',
    plural: 'meetings',
  },
  enrichment_job: {
    webhook: 'enrichmentJobs',
    module: 'watchEnrichmentJobs',
    singular: 'enrichment job',
    plural: 'enrichment jobs',
  },
};
