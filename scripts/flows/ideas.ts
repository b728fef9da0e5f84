/**
 * @module The six automations that Kolvera's webhooks page suggests (each event file says its own in
 * `automationIdea`), as Zaps: which steps, and what goes into which field. make-blueprints.ts says them in Make's terms.
 */
import type { EventName } from '@kolvera/event-schema';

/** A field of the step's form, and what goes into it. */
export interface MappedField {
  /** The form's label. */
  readonly field: string;
  /** Paths into the event, or texts in quotation marks that are typed in. */
  readonly from: readonly string[];
}

export interface IdeaStep {
  readonly app: string;
  /** The name of the action in Zapier's list. */
  readonly action: string;
  readonly fields: readonly MappedField[];
  /** What else to know about the step. */
  readonly note?: string;
}

export interface Idea {
  readonly event: EventName;
  /** Completes "When …": `a contact is added`. */
  readonly when: string;
  readonly outcome: string;
  /** The steps after the trigger. */
  readonly steps: readonly IdeaStep[];
  /** The name, without `.json`, of n8n's template and of Make's blueprint. */
  readonly template: string;
}

const contact = (field: string) => `data.contact.${field}`;

export const ideas: readonly Idea[] = [
  {
    event: 'contact.created',
    when: 'a contact is added',
    outcome: 'add a row to a Google Sheet',
    template: 'contact-created-to-google-sheets',
    steps: [
      {
        app: 'Google Sheets',
        action: 'Create Spreadsheet Row',
        note: 'The sheet needs a first row with these column names.',
        fields: [
          { field: 'Kolvera ID', from: [contact('id')] },
          { field: 'Name', from: [contact('name')] },
          { field: 'Title', from: [contact('title')] },
          { field: 'Company', from: [contact('company')] },
          { field: 'Email', from: [contact('email')] },
          { field: 'Phone', from: [contact('phone')] },
          { field: 'LinkedIn', from: [contact('linkedin_url')] },
          { field: 'Added At', from: ['created_at'] },
        ],
      },
    ],
  },
  {
    event: 'campaign.email.replied',
    when: 'somebody replies to a campaign email',
    outcome: 'tell your team in Slack',
    template: 'campaign-email-replied-to-slack',
    steps: [
      {
        app: 'Slack',
        action: 'Send Channel Message',
        note: 'To hear only of some campaigns, enter them under Campaigns in the trigger.',
        fields: [
          {
            field: 'Message Text',
            from: [contact('name'), '"replied to"', 'data.campaign.name', '":"', 'data.reply.body'],
          },
        ],
      },
    ],
  },
  {
    event: 'meeting.booked',
    when: 'a meeting is booked',
    outcome: 'create a deal in HubSpot',
    template: 'meeting-booked-to-crm-deal',
    steps: [
      {
        app: 'HubSpot',
        action: 'Create Deal',
        fields: [
          { field: 'Deal Name', from: ['data.company.name', '":"', 'data.meeting.title'] },
          { field: 'Deal Stage', from: ['"Appointment Scheduled"'] },
          {
            field: 'Deal Description',
            from: [
              '"Meeting booked in Kolvera:"',
              contact('name'),
              contact('email'),
              'data.meeting.starts_at',
            ],
          },
        ],
      },
    ],
  },
  {
    event: 'contact.enriched',
    when: 'an email address or phone number is found',
    outcome: 'update the contact in HubSpot',
    template: 'contact-enriched-to-hubspot',
    steps: [
      {
        app: 'Filter by Zapier',
        action: 'Only continue if…',
        note: 'HubSpot finds contacts by their email address.',
        fields: [
          { field: 'Field', from: [contact('email')] },
          { field: 'Condition', from: ['"(Text) Exists"'] },
        ],
      },
      {
        app: 'HubSpot',
        action: 'Create or Update Contact',
        fields: [
          { field: 'Contact Email', from: [contact('email')] },
          { field: 'First Name', from: [contact('first_name')] },
          { field: 'Last Name', from: [contact('last_name')] },
          { field: 'Job Title', from: [contact('title')] },
          { field: 'Company Name', from: [contact('company')] },
          { field: 'Phone Number', from: [contact('phone')] },
        ],
      },
    ],
  },
  {
    event: 'campaign.email.bounced',
    when: 'a campaign email bounces',
    outcome: 'flag the contact in HubSpot',
    template: 'campaign-email-bounced-to-crm-flag',
    steps: [
      {
        app: 'HubSpot',
        action: 'Create or Update Contact',
        fields: [
          { field: 'Contact Email', from: [contact('email')] },
          { field: 'Lead Status', from: ['"Unqualified"'] },
          {
            field: 'Message',
            from: [
              '"An email bounced:"',
              'data.bounced_at',
              'data.bounce.type',
              'data.bounce.reason',
            ],
          },
        ],
      },
    ],
  },
  {
    event: 'enrichment.completed',
    when: 'a bulk enrichment job finishes',
    outcome: 'start the next job',
    template: 'enrichment-completed-to-next-workflow',
    steps: [
      {
        app: 'Webhooks by Zapier',
        action: 'POST',
        note: 'The URL is that of the next job: a Custom webhook in Make, or a Webhook node in n8n. Choose the payload type Json.',
        fields: [
          { field: 'job_key', from: ['data.job.job_key'] },
          { field: 'type', from: ['data.job.type'] },
          { field: 'found', from: ['data.job.found'] },
          { field: 'completed_at', from: ['data.job.completed_at'] },
        ],
      },
    ],
  },
];
