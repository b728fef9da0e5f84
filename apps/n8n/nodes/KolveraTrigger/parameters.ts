/** @module The trigger's parameters, made from the catalogue of events. */
import {
  ALL_EVENTS,
  type Catalogue,
  type EventDefinition,
  events,
  narrowingChoices,
  narrowings,
} from '@kolvera/event-schema';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const everyEvent: INodePropertyOptions = {
  name: 'All Events',
  value: ALL_EVENTS,
  action: 'On any event',
  description: 'Triggers on every event, including those that Kolvera adds later',
};

/**
 * n8n makes one entry of the node's action list from each option of the parameter that is displayed
 * as "Events".
 */
export function parameters(catalogue: Catalogue = events): INodeProperties[] {
  return [
    {
      displayName: 'Registration',
      name: 'registration',
      type: 'options',
      noDataExpression: true,
      options: [
        {
          name: 'Automatic',
          value: 'automatic',
          description: 'The webhook is added to Kolvera and removed from it through the API',
        },
        {
          name: 'Manual',
          value: 'manual',
          description: 'You add the webhook yourself in Kolvera; no API key is needed',
        },
      ],
      default: 'automatic',
      description: 'How the webhook is added to Kolvera',
    },
    {
      displayName:
        'Open "Webhook URLs" above, select Production URL, and add a webhook with it in Kolvera under Settings → Webhooks, for the events below. Copy the secret that Kolvera shows into "Webhook Secret" of the credential. Publish this workflow, and trigger an event: its run, with what Kolvera sent, is listed under "Executions". "Execute step" listens on the Test URL, so nothing from this webhook arrives there. When you stop using the workflow, delete the webhook in Kolvera.',
      name: 'manualNotice',
      type: 'notice',
      default: '',
      displayOptions: { show: { registration: ['manual'] } },
    },
    {
      displayName: 'Events',
      name: 'events',
      type: 'multiOptions',
      options: [everyEvent, ...catalogue.map(eventOption)],
      default: [ALL_EVENTS],
      description:
        'Which events start the workflow. None selected means all of them. Kolvera lists them at <a href="https://kolvera.io">kolvera.io</a>.',
    },
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [
        {
          displayName: narrowings.campaigns.label,
          name: 'campaigns',
          type: 'string',
          typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Campaign' },
          default: [],
          placeholder: 'e.g. Winter outreach',
          description: [
            narrowings.campaigns.description,
            'Events that have no campaign are not affected.',
          ].join(' '),
        },
        {
          displayName: narrowings.changedFields.label,
          name: 'changedFields',
          type: 'multiOptions',
          options: changedFields(catalogue),
          default: [],
          description: [
            narrowings.changedFields.description,
            'Events other than updates are not affected.',
          ].join(' '),
        },
        {
          displayName: 'Ignore Repeated Deliveries',
          name: 'ignoreRepeatedDeliveries',
          type: 'boolean',
          default: true,
          description: 'Whether a delivery that Kolvera retries starts the workflow only once',
        },
        {
          displayName: 'Output',
          name: 'output',
          type: 'options',
          options: [
            {
              name: 'Event',
              value: 'event',
              description: 'The ID, name, time and workspace of the event, and its data',
            },
            {
              name: 'Data Only',
              value: 'data',
              description: 'Only the data of the event',
            },
          ],
          default: 'event',
          description: 'What the first node after this one receives',
        },
        {
          displayName: 'Verify Signature',
          name: 'verifySignature',
          type: 'boolean',
          default: true,
          description:
            'Whether to reject deliveries that Kolvera did not sign. When off, anyone who knows the URL can start the workflow.',
        },
      ],
    },
  ];
}

/** `contact.phone_found` reads "Contact Phone Found" in the list and "On contact phone found" as an action. */
function eventOption({ name, firesWhen }: EventDefinition): INodePropertyOptions {
  const words = name.split(/[._]/);
  return {
    name: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
    value: name,
    action: `On ${words.join(' ')}`,
    description: firesWhen.replace(/\.$/, ''),
  };
}

/** The fields of every record whose changes Kolvera reports, each once. */
function changedFields(catalogue: Catalogue): INodePropertyOptions[] {
  const choices = catalogue
    .filter(({ narrowedBy = [] }) => narrowedBy.includes('changedFields'))
    .flatMap((definition) => narrowingChoices(definition, 'changedFields') ?? [])
    .map(({ label, value }): [string, INodePropertyOptions] => [value, { name: label, value }]);
  return [...new Map(choices).values()].sort((one, other) => one.name.localeCompare(other.name));
}
