/** @module What the user has set in the trigger's parameters. */
import type { Wanted } from '@kolvera/delivery';
import { ALL_EVENTS, eventChoice } from '@kolvera/event-schema';
import { type IHookFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';

export interface Settings {
  readonly registration: 'automatic' | 'manual';
  readonly wanted: Wanted;
  readonly verifySignature: boolean;
  readonly ignoreRepeatedDeliveries: boolean;
  readonly output: 'event' | 'data';
}

type Context = IHookFunctions | IWebhookFunctions;

/** @throws NodeOperationError when an expression returned anything but a list of strings. */
export function readSettings(context: Context): Settings {
  const options = asRecord(context.getNodeParameter('options', {}));
  const events = context.getNodeParameter('events', [ALL_EVENTS]);
  const example = 'For example: {{ ["contact.created", "meeting.booked"] }}';
  return {
    registration:
      context.getNodeParameter('registration', 'automatic') === 'manual' ? 'manual' : 'automatic',
    wanted: {
      events: eventChoice(readTexts(context, 'Events', events, example)),
      campaigns: readTexts(context, 'Campaigns', options.campaigns ?? []),
      changedFields: readTexts(context, 'Changed Fields', options.changedFields ?? []),
    },
    verifySignature: options.verifySignature !== false,
    ignoreRepeatedDeliveries: options.ignoreRepeatedDeliveries !== false,
    output: options.output === 'data' ? 'data' : 'event',
  };
}

/** Lines that were added and left empty are ignored. */
function readTexts(
  context: Context,
  parameter: string,
  value: unknown,
  description = 'For example: {{ ["first", "second"] }}',
): readonly string[] {
  if (isListOfTexts(value)) return value.filter((text) => text !== '');
  const message = `${parameter} must be a list of strings.`;
  throw new NodeOperationError(context.getNode(), message, { description });
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
