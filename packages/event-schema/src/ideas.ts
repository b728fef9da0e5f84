/**
 * @module The six automations that Kolvera's webhooks page suggests, as Zaps. Each event's file has
 * the suggestion itself, `automationIdea`.
 */
import type { EventName } from './event.ts';

export interface Idea {
  readonly event: EventName;
  readonly title: string;
  /** The name, without `.json`, of n8n's template and of Make's blueprint. */
  readonly template: string;
  /** The steps after the trigger. */
  readonly steps: readonly IdeaStep[];
}

export interface IdeaStep {
  readonly app: string;
  /** The action's name in Zapier. */
  readonly action: string;
  readonly note?: string;
  /** What to enter, by the label of the form's field. `{data.contact.name}` is a value of the event. */
  readonly fields: Readonly<Record<string, string>>;
}

export const ideas: readonly Idea[] = [
  {
    event: 'contact.created',
    title: 'When a contact is added, add a row to a Google Sheet',
    template: 'contact-created-to-google-sheets',
    steps: [
      {
        app: 'Google Sheets',
        action: 'Create Spreadsheet Row',
        note: 'The sheet needs a first row with these column names.',
        fields: {
          'Kolvera ID': '{data.contact.id}',
          Name: '{data.contact.name}',
          Title: '{data.contact.title}',
          Company: '{data.contact.company}',
          Email: '{data.contact.email}',
          Phone: '{data.contact.phone}',
          LinkedIn: '{data.contact.linkedin_url}',
          'Added At': '{created_at}',
        },
      },
    ],
  },
  {
    event: 'campaign.email.replied',
    title: 'When someone replies to a campaign email, tell your team in Slack',
    template: 'campaign-email-replied-to-slack',
    steps: [
      {
        app: 'Slack',
        action: 'Send Channel Message',
        note: 'For replies to certain campaigns only, enter them under Campaigns in the trigger.',
        fields: {
          'Message Text': '{data.contact.name} replied to {data.campaign.name}: {data.reply.body}',
        },
      },
    ],
  },
  {
    event: 'meeting.booked',
    title: 'When a meeting is booked, create a deal in HubSpot',
    template: 'meeting-booked-to-crm-deal',
    steps: [
      {
        app: 'HubSpot',
        action: 'Create Deal',
        fields: {
          'Deal Name': '{data.company.name}: {data.meeting.title}',
          'Deal Stage': 'Appointment Scheduled',
          'Deal Description':
            'Meeting booked in Kolvera: {data.contact.name} {data.contact.email} {data.meeting.starts_at}',
        },
      },
    ],
  },
  {
    event: 'contact.enriched',
    title: 'When an email address or phone number is found, update the contact in HubSpot',
    template: 'contact-enriched-to-hubspot',
    steps: [
      {
        app: 'Filter by Zapier',
        action: 'Only continue if…',
        note: 'HubSpot finds contacts by their email address.',
        fields: { Field: '{data.contact.email}', Condition: '(Text) Exists' },
      },
      {
        app: 'HubSpot',
        action: 'Create or Update Contact',
        fields: {
          'Contact Email': '{data.contact.email}',
          'First Name': '{data.contact.first_name}',
          'Last Name': '{data.contact.last_name}',
          'Job Title': '{data.contact.title}',
          'Company Name': '{data.contact.company}',
          'Phone Number': '{data.contact.phone}',
        },
      },
    ],
  },
  {
    event: 'campaign.email.bounced',
    title: 'When a campaign email bounces, flag the contact in HubSpot',
    template: 'campaign-email-bounced-to-crm-flag',
    steps: [
      {
        app: 'HubSpot',
        action: 'Create or Update Contact',
        fields: {
          'Contact Email': '{data.contact.email}',
          'Lead Status': 'Unqualified',
          Message: 'An email bounced: {data.bounced_at} {data.bounce.type} {data.bounce.reason}',
        },
      },
    ],
  },
  {
    event: 'enrichment.completed',
    title: 'When a bulk enrichment job finishes, start the next job',
    template: 'enrichment-completed-to-next-workflow',
    steps: [
      {
        app: 'Webhooks by Zapier',
        action: 'POST',
        note: 'Enter the URL of the next job (a Custom webhook in Make or a Webhook node in n8n), and choose the payload type Json.',
        fields: {
          job_key: '{data.job.job_key}',
          type: '{data.job.type}',
          found: '{data.job.found}',
          completed_at: '{data.job.completed_at}',
        },
      },
    ],
  },
];
