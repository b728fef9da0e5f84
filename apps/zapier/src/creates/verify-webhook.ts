/** @module The action for Zaps that start with Webhooks by Zapier / Catch Raw Hook. */
import type { Catalogue, KolveraEvent } from '@kolvera/event-schema';
import type { Bundle, Create, ZObject } from 'zapier-platform-core';
import { givenText, readConnection } from '../connection.ts';
import { explained, halted } from '../errors.ts';
import { definitionsOf, eventChoices, isWanted, readWanted } from '../event-types.ts';
import { dataFields, envelopeFields } from '../output-fields.ts';
import { verifiedEvent } from '../verified-event.ts';

/**
 * The secret comes from the connection: Zapier's check D001 allows no credential in an input
 * field, and the check's word list is why the signature's field is called `digest`.
 *
 * No field is required: Zapier counts an empty required field as an error of the Zap, and whoever
 * knows the hook's address could provoke that until the Zap is switched off.
 */
export function verifyWebhook(catalogue: Catalogue): Create {
  return {
    key: 'verify_webhook',
    noun: 'Event',
    display: {
      label: 'Verify Webhook',
      description:
        'Checks that a request caught by Catch Raw Hook came from Kolvera, and reads the event in it.',
    },
    operation: {
      inputFields: [
        {
          key: 'body',
          label: 'Raw Body',
          type: 'text',
          required: false,
          helpText:
            'Choose **Raw Body** of the step Catch Raw Hook, and nothing else: the signature is over exactly this text.',
        },
        {
          key: 'digest',
          label: 'Signature',
          type: 'string',
          required: false,
          helpText: 'Choose the header **X-Kolvera-Signature** of the step Catch Raw Hook.',
        },
        {
          key: 'event',
          label: 'Event Type',
          type: 'string',
          required: false,
          choices: eventChoices(catalogue),
          altersDynamicFields: true,
          helpText:
            'Choose one to see its fields in later steps; events of another type then stop here. Leave it empty to let every type through.',
        },
      ],
      outputFields: [
        ...envelopeFields(catalogue),
        async (_z: ZObject, bundle: Bundle) =>
          dataFields(definitionsOf(catalogue, readWanted(bundle.inputData.event))),
      ],
      sample: { ...catalogue[0]?.sample },
      perform: (z: ZObject, bundle: Bundle) => explained(z, async () => verify(bundle)),
    },
  };
}

function verify(bundle: Bundle): KolveraEvent {
  const { body, digest, event: type } = bundle.inputData;
  const { webhookSecret } = readConnection(bundle);
  const event = verifiedEvent(
    body,
    givenText(digest),
    webhookSecret === undefined ? [] : [webhookSecret],
  );
  if (!isWanted(readWanted(type), event.event)) {
    throw halted(
      `Stopped: the event is of the type ${event.event}, which this step does not let through.`,
    );
  }
  return event;
}
