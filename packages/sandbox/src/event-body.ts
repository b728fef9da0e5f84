/** @module The bytes that are sent: an event as JSON, or given bytes. */
import {
  type EventDefinition,
  EventParseError,
  identifyEvents,
  parseEvents,
  type SampleOverrides,
  sampleEvent,
} from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { isListable, type NewEvent } from './store/events.ts';

/** The fields that differ with each occurrence of an event. */
export interface Occurrence {
  readonly id: string;
  readonly event: string;
  readonly created_at: string;
  readonly workspace_id: string;
}

/** An occurrence of an event: its definition's sample, where there is one, with the overrides. */
export function writeEvent(
  definition: EventDefinition | undefined,
  occurrence: Occurrence,
  overrides: SampleOverrides,
): NewEvent {
  const members = { ...occurrence, ...overrides };
  const event = definition === undefined ? members : sampleEvent(definition, members);
  return describeBody(occurrence.event, JSON.stringify(event));
}

/**
 * Identifies bytes as every consumer does: by the ID that they contain, or else by their fingerprint.
 * They are listed among the recent events if they are an event as the contract defines it.
 */
export function describeBody(name: string, rawBody: string | Uint8Array): NewEvent {
  const body = typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : rawBody;
  try {
    const [event] = identifyEvents(parseEvents(body), () => fingerprint(body));
    return {
      id: event?.id ?? fingerprint(body),
      name,
      body,
      listed: isListable(JSON.parse(new TextDecoder().decode(body))),
    };
  } catch (error) {
    if (!(error instanceof EventParseError)) throw error;
    return { id: fingerprint(body), name, body, listed: false };
  }
}
