/** @module What the user has set in the trigger's parameters. */
import { type IHookFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';
import { EVERY_EVENT } from './parameters.ts';

export interface Settings {
  readonly registration: 'automatic' | 'manual';
  /** Names of event types; `['*']` is all of them. */
  readonly events: readonly string[];
  readonly verifySignature: boolean;
  readonly ignoreRepeatedDeliveries: boolean;
  readonly output: 'event' | 'data';
}

/** @throws NodeOperationError when an expression gave something else than names of events. */
export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
  const options = asRecord(context.getNodeParameter('options', {}));
  return {
    registration:
      context.getNodeParameter('registration', 'automatic') === 'manual' ? 'manual' : 'automatic',
    events: readEvents(context),
    verifySignature: options.verifySignature !== false,
    ignoreRepeatedDeliveries: options.ignoreRepeatedDeliveries !== false,
    output: options.output === 'data' ? 'data' : 'event',
  };
}

function readEvents(context: IHookFunctions | IWebhookFunctions): readonly string[] {
  const chosen = context.getNodeParameter('events', [EVERY_EVENT]);
  if (!isListOfTexts(chosen)) {
    throw new NodeOperationError(context.getNode(), 'Events has to be a list of event names.', {
      description: 'For example: {{ ["contact.created", "meeting.booked"] }}',
    });
  }
  return chosen.length === 0 || chosen.includes(EVERY_EVENT) ? [EVERY_EVENT] : chosen;
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
