/**
 * @module "Read an event": verifies the exact text that Make's own Custom webhook hands over, and puts
 * out the event with labels. It sends no request, so that it needs no API of Kolvera's.
 */
import type { Catalogue } from '@kolvera/event-schema';
import type { ActionModule, ConnectionComponent } from '../definition/make-app.ts';
import { withDates } from './dates.ts';
import { readDelivery } from './envelope.ts';
import { outputInterface, outputSample } from './output-interface.ts';
import { secretParameter } from './secret-parameter.ts';

/** The ids of the module and of its connection; public, as parameter names are. */
export const READ_EVENT = 'readEvent';
export const WEBHOOK_SECRET = 'webhookSecret';

/** A secret of one field: Make hides a connection's values from those who can open the scenario. */
export const webhookSecret: ConnectionComponent = {
  label: 'Kolvera webhook secret',
  connectionType: 'basic',
  communication: {},
  params: [
    {
      name: 'secret',
      ...secretParameter,
      label: 'Webhook secret',
      help: 'Copy it from Settings → Webhooks in Kolvera.',
      required: true,
      editable: true,
    },
  ],
};

const { body, signature, headers } = {
  body: 'parameters.body',
  signature: 'parameters.signature',
  headers: 'parameters.headers',
};
const secret = 'connection.secret';
const isGenuine = `if(${secret} && ${signature}, lower(${signature}) = sha256(${body}, 'hex', ${secret}), false)`;

export function readEvent(catalogue: Catalogue): ActionModule {
  const isFlat = 'temp.isFlat';
  const { event, isFlatBody } = readDelivery({ body: 'temp.in', headers: 'temp.headers', isFlat });
  const { texts, records, output } = withDates(catalogue, 'temp.event');
  return {
    moduleType: 'action',
    actionCrud: 'read',
    label: 'Read an event',
    description: 'Verifies and reads an event that a Custom webhook has received.',
    connection: WEBHOOK_SECRET,
    /** Make merges variables into those of the last event, so that each is emptied first. */
    communication: [
      {
        temp: { in: null, headers: null, event: null },
        response: {
          valid: `{{${isGenuine}}}`,
          error: {
            type: 'DataError',
            message:
              'The signature does not match. Check the webhook secret, and that JSON pass-through is switched on in the Custom webhook.',
          },
          temp: {
            in: `{{if(${isGenuine}, parseJSON(${body}), null)}}`,
            headers: `{{toCollection(${headers}, 'name', 'value')}}`,
          },
        },
      },
      {
        temp: { isFlat: `{{${isFlatBody}}}` },
        response: { temp: { event: { ...event("'unknown'", 'true'), verified: true } } },
      },
      { temp: texts, response: { temp: records, output } },
    ],
    staticParams: [],
    mappableParams: [
      {
        name: 'body',
        type: 'text',
        label: 'Body',
        help: 'Map the value of the Custom webhook, in which JSON pass-through is switched on.',
        required: true,
        multiline: true,
      },
      {
        name: 'signature',
        type: 'text',
        label: 'Signature',
        help: 'Map the value of the header x-kolvera-signature. The documentation has the formula.',
        required: true,
      },
      {
        name: 'headers',
        type: 'array',
        label: 'Headers',
        help: 'Map all headers of the Custom webhook: Kolvera may write an event’s name and ID there.',
        spec: [
          { name: 'name', type: 'text', label: 'Name' },
          { name: 'value', type: 'text', label: 'Value' },
        ],
      },
    ],
    interface: outputInterface(catalogue),
    samples: outputSample(catalogue),
  };
}
