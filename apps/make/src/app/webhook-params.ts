/** @module The form of a webhook. Parameter names are public: never change one. */
import type { Catalogue } from '@kolvera/event-schema';
import type { Parameter } from '../definition/parameter.ts';
import { EVERY_EVENT } from './incoming.ts';
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

/** Any events; at first all, those that Kolvera adds later included. */
export function chooseOfAll(catalogue: Catalogue): Parameter {
  return {
    ...events,
    help: '"All events" stands for all of them, and for those that Kolvera adds later.',
    default: [EVERY_EVENT],
    options: [{ label: 'All events', value: EVERY_EVENT }, ...optionsOf(catalogue)],
  };
}

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
  help: '1. Save this webhook and copy its URL. 2. In Kolvera, open Settings → Webhooks, paste the URL and save. 3. Copy the webhook secret from Kolvera, edit this webhook and paste it here. Until then, deliveries are refused.',
};
