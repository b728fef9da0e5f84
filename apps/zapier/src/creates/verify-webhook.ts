/** @module The action for Zaps that start with Webhooks by Zapier / Catch Raw Hook. */
import { webhookSecrets } from '@kolvera/delivery';
import type { Catalogue, KolveraEvent } from '@kolvera/event-schema';
import { SIGNATURE_HEADER } from '@kolvera/signature';
import type { Bundle, Create, ZObject } from 'zapier-platform-core';
import { givenText, readConnection } from '../connection.ts';
import { explained, halted } from '../errors.ts';
import { chosenFields } from '../output-fields.ts';
import { receiveEvents } from '../receive-events.ts';
import { eventChoices, readChoice } from '../wanted-events.ts';

/**
 * The secret comes from the connection: Zapier's check D001 allows no credential in an input
 * field, and because of the check's word list the signature's field has the key `digest`.
 *
 * No field is required: Zapier counts an empty required field as an error of the Zap, and anyone who
 * knows the hook's URL could cause that until the Zap is turned off.
 */
export function verifyWebhook(catalogue: Catalogue): Create {
  return {
    key: 'verify_webhook',
    noun: 'Event',
    display: {
      label: 'Verify Webhook',
      description:
        'Checks that a request caught by Catch Raw Hook is genuine, and reads the event in it.',
    },
    operation: {
      inputFields: [
        {
          key: 'body',
          label: 'Raw Body',
          type: 'text',
          required: false,
          helpText:
            'Map **Raw Body** from the Catch Raw Hook step, and nothing else: the signature covers exactly this text.',
        },
        {
          key: 'digest',
          label: 'Signature',
          type: 'string',
          required: false,
          helpText: 'Map the header **X-Kolvera-Signature** from the Catch Raw Hook step.',
        },
        {
          key: 'event',
          label: 'Event Type',
          type: 'string',
          required: false,
          choices: eventChoices(catalogue),
          altersDynamicFields: true,
          helpText:
            'Choose one to see its fields in later steps. Other types then stop here. Leave empty to let every type through.',
        },
      ],
      outputFields: chosenFields(catalogue, ({ inputData }) => readChoice(inputData.event)),
      sample: { ...catalogue[0]?.sample },
      perform: (z: ZObject, bundle: Bundle) => explained(z, async () => verify(bundle)),
    },
  };
}

function verify(bundle: Bundle): KolveraEvent {
  const { body, digest, event: type } = bundle.inputData;
  const { events, areWanted } = receiveEvents(
    { body, headers: { [SIGNATURE_HEADER]: givenText(digest) } },
    {
      secrets: webhookSecrets({ connection: readConnection(bundle).webhookSecret }),
      wanted: { events: readChoice(type) },
    },
  );
  // An action gives one object, so what a delivery holds beside its first event goes with that.
  const [event, ...others] = events;
  if (event === undefined) throw halted('Stopped: the delivery holds no event.');
  if (areWanted) return others.length > 0 ? { ...event, other_events: others } : event;
  throw halted(`Stopped: this step does not let events of the type ${event.event} through.`);
}
