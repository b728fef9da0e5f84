/** @module The watch modules, each an instant trigger with its own dedicated webhook. */
import { type Catalogue, type Subject, subjectTraits } from '@kolvera/event-schema';
import { createWebhook, deleteWebhook, describeOwner } from '@kolvera/webhook-api';
import type { InstantTriggerSection, RequestSection } from '../definition/communication.ts';
import type { InstantTriggerModule, WebhookComponent } from '../definition/make-app.ts';
import type { Parameter } from '../definition/parameter.ts';
import { CONNECTION } from './connection.ts';
import { withDates } from './dates.ts';
import { errors, onSuccess, secretMissing, urlTaken } from './errors.ts';
import { EVENT_TYPES } from './event-types-rpc.ts';
import { chosenEvents, incomingCommunication } from './incoming-communication.ts';
import { kolveraRequest, succeeded } from './kolvera-request.ts';
import { outputInterface, outputSample } from './output-interface.ts';
import { sentenceCase } from './sentence-case.ts';
import { ALL_EVENTS_LABEL, chooseOf, chooseOfApi, newerSecret, verify } from './webhook-params.ts';

/** A module and its webhook, each under its id. The ids are public: never change one. */
export interface Watch {
  readonly moduleId: string;
  readonly module: InstantTriggerModule;
  readonly webhookId: string;
  readonly webhook: WebhookComponent;
}

/** One per subject that the catalogue has, in its order, then all events. */
export function watches(catalogue: Catalogue): readonly Watch[] {
  const present = [...new Set(catalogue.map(({ subject }) => subject))];
  return [
    ...present.map((subject) =>
      watchSubject(
        subject,
        catalogue.filter((event) => event.subject === subject),
      ),
    ),
    watchAllEvents(catalogue),
  ];
}

function watchSubject(subject: Subject, catalogue: Catalogue): Watch {
  const { plural } = subjectTraits(subject);
  // `campaign emails` → `campaignEmails`
  const webhookId = plural.replace(/ (\w)/gu, (_, letter: string) => letter.toUpperCase());
  const label = `${capitalised(subject.replaceAll('_', ' '))} events`;
  return {
    moduleId: `watch${capitalised(webhookId)}`,
    module: instantTrigger(catalogue, webhookId, {
      label: `Watch ${plural}`,
      description: happenings(catalogue),
    }),
    webhookId,
    webhook: attached(label, chooseOf(catalogue), catalogue),
  };
}

/** One sentence: what the one event says of itself, or the list of several. */
function happenings(catalogue: Catalogue): string {
  const [only, ...others] = catalogue;
  if (only && others.length === 0) return only.firesWhen;
  const labels = catalogue.map(({ label }) => sentenceCase(label)).join(', ');
  return `Triggers when one of these happens: ${labels}.`;
}

function watchAllEvents(catalogue: Catalogue): Watch {
  return {
    moduleId: 'watchAllEvents',
    module: instantTrigger(catalogue, 'allEvents', {
      label: 'Watch all events',
      description: 'Triggers when any event happens in Kolvera, or any of those that you choose.',
    }),
    webhookId: 'allEvents',
    webhook: attached(ALL_EVENTS_LABEL, chooseOfApi(EVENT_TYPES), catalogue),
  };
}

function instantTrigger(
  catalogue: Catalogue,
  webhook: string,
  texts: { readonly label: string; readonly description: string },
): InstantTriggerModule {
  return {
    moduleType: 'instant_trigger',
    ...texts,
    webhook,
    communication: communicationOf(catalogue),
    staticParams: [],
    interface: outputInterface(catalogue),
    samples: outputSample(catalogue),
  };
}

function communicationOf(catalogue: Catalogue): InstantTriggerSection {
  const { texts, records, output } = withDates(catalogue, 'payload');
  return { temp: texts, response: { temp: records, output } };
}

function attached(label: string, events: Parameter, catalogue: Catalogue): WebhookComponent {
  return {
    label,
    webhookType: 'web',
    communication: incomingCommunication(
      'ifempty(parameters.secret, data.issuedSecret)',
      catalogue,
    ),
    params: [events, verify, newerSecret],
    attached: { connection: CONNECTION, attach: attach(label), detach },
  };
}

/**
 * What attach keeps: Kolvera's id of the webhook (`webhook.id` is Make's own) and the secret, which
 * the API may give under two names, bare or in a `data` wrapper. Neither is kept under the name of a
 * field of the form: Make documents `data` as an alias of `parameters`, and if both are one store,
 * saving the form would empty the secret.
 */
const id = 'ifempty(body.id, body.data.id)';
const secret =
  'ifempty(parameters.secret, ifempty(ifempty(body.secret, body.signing_secret), ifempty(body.data.secret, body.data.signing_secret)))';

function attach(label: string): RequestSection {
  const request = createWebhook({
    url: '{{webhook.url}}',
    events: [],
    description: describeOwner({ connector: 'Make', installation: '{{webhook.id}}' }, label),
  });
  return {
    ...kolveraRequest(request, 'connection'),
    // One expression in place of the array: a text keeps its expression's type.
    body: { ...request.body, events: `{{${chosenEvents}}}` },
    response: {
      valid: `{{${succeeded} && ${id} && ${secret}}}`,
      error: { ...errors, ...onSuccess(secretMissing(id)), 409: urlTaken },
      data: { externalId: `{{${id}}}`, issuedSecret: `{{${secret}}}` },
    },
  };
}

/** A webhook that is gone already is not an error: 404 and 410 are success. */
const detach: RequestSection = {
  ...kolveraRequest(deleteWebhook('{{webhook.externalId}}'), 'connection'),
  response: {
    valid: `{{${succeeded} || statusCode = 404 || statusCode = 410}}`,
    error: errors,
  },
};

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
