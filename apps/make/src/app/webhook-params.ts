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
 * Any of those that Kolvera's API lists. All of them to begin with, including those that Kolvera adds
 * later.
 */
export function chooseOfApi(rpc: string): Parameter {
  return {
    ...events,
    help: `"${ALL_EVENTS_LABEL}" includes those that Kolvera adds later.`,
    default: [ALL_EVENTS],
    options: `rpc://${rpc}`,
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

/** What becomes of a delivery whose signature cannot be verified; by default it is refused. */
export const HAND_OVER = 'hand_over';
export const OFF = 'off';

export const verify: Parameter = {
  name: 'verify',
  type: 'select',
  label: 'If a signature cannot be verified',
  help: 'Make does not give apps the exact bytes of a delivery, so the signature is checked against the JSON written again. If genuine events are refused, use "Read an event" with a Custom webhook, which is exact: the app’s documentation shows how.',
  default: 'refuse',
  required: true,
  options: [
    { label: 'Refuse the delivery', value: 'refuse' },
    { label: 'Hand it over with "verified" set to false', value: HAND_OVER },
    { label: 'Do not verify signatures', value: OFF },
  ],
};

export const newerSecret: Parameter = {
  name: 'secret',
  ...secretParameter,
  label: 'Webhook secret',
  help: 'Leave this empty if Kolvera gives each webhook its own secret: Make keeps it. Fill it in if your account has one secret for all webhooks, or after you have rotated the secret in Kolvera.',
  advanced: true,
};
