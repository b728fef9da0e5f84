/** @module The form of a webhook. Parameter names are public: never change one. */
import { ALL_EVENTS, type Catalogue } from '@kolvera/event-schema';
import type { Parameter } from '../definition/parameter.ts';
import { secretParameter } from './secret-parameter.ts';
import { sentenceCase } from './sentence-case.ts';

/** All events of a subject, listed: an event of another subject is not for its module. */
export function chooseOf(catalogue: Catalogue): Parameter {
  return {
    ...events,
    help: 'All of them are chosen to begin with.',
    default: catalogue.map(({ name }) => name),
    options: optionsOf(catalogue),
  };
}

export const ALL_EVENTS_LABEL = 'All events';

/**
 * Any events. All of them to begin with, including those that Kolvera adds later.
 * @param options the list, or the RPC that gives it.
 */
function chooseAny(options: NonNullable<Parameter['options']>): Parameter {
  return {
    ...events,
    help: `"${ALL_EVENTS_LABEL}" includes those that Kolvera adds later.`,
    default: [ALL_EVENTS],
    options,
  };
}

/** Any of those that Kolvera's API lists. */
export const chooseOfApi = (rpc: string) => chooseAny(`rpc://${rpc}`);

/** Any of the catalogue's, where there is no connection to ask with. */
export const chooseOfAll = (catalogue: Catalogue) =>
  chooseAny([{ label: ALL_EVENTS_LABEL, value: ALL_EVENTS }, ...optionsOf(catalogue)]);

const events = {
  name: 'events',
  type: 'select',
  label: 'Events',
  multiple: true,
  required: true,
} as const;

function optionsOf(catalogue: Catalogue) {
  return catalogue.map(({ name, label }) => ({ label: sentenceCase(label), value: name }));
}

export const verify: Parameter = {
  name: 'verify',
  type: 'boolean',
  label: 'Verify signatures',
  help: 'Leave this on, so that only Kolvera can start the scenario. Make does not give apps the exact bytes of a delivery, so the signature is checked against the JSON written out again. If genuine events are refused, read the app’s documentation before you switch this off.',
  default: true,
  required: true,
};

export const newerSecret: Parameter = {
  name: 'secret',
  ...secretParameter,
  label: 'Webhook secret',
  help: 'Leave this empty: Make keeps the secret that Kolvera gives when the webhook is added. If you rotate the secret in Kolvera later, enter the new one here.',
  advanced: true,
};

export const pastedSecret: Parameter = {
  name: 'secret',
  ...secretParameter,
  label: 'Webhook secret',
  help: 'Paste the secret from Settings → Webhooks in Kolvera. Without it, every delivery is refused. If Kolvera shows the secret only after you have entered the URL there, use the Custom webhook set-up in the app’s documentation: it asks for the secret afterwards.',
};
