/** @module The bytes that are sent: an event written out, or bytes that somebody else made. */
import {
  type EventDefinition,
  EventParseError,
  identifyEvent,
  parseEvent,
  type SampleOverrides,
  sampleEvent,
} from '@kolvera/event-schema';
import { fingerprint } from '@kolvera/signature';
import { isListable, type NewEvent } from './store/events.ts';

const encoder = new TextEncoder();

/** The fields that are new with each occurrence of an event. */
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
  const name = occurrence.event;
  // The usual case by itself: sampleEvent copies the whole sample, which is only written out here.
  if (definition !== undefined && Object.keys(overrides).length === 0) {
    const body = encoder.encode(JSON.stringify({ ...definition.sample, ...occurrence }));
    return { id: occurrence.id, name, body, listed: true };
  }
  const members = { ...occurrence, ...overrides };
  const event = definition === undefined ? members : sampleEvent(definition, members);
  return describeBody(name, JSON.stringify(event));
}

/**
 * Names bytes as every consumer will: by the id that they carry, or else by their fingerprint.
 * They belong to the recent events if they are an envelope as the contract has it.
 */
export function describeBody(name: string, rawBody: string | Uint8Array): NewEvent {
  const body = typeof rawBody === 'string' ? encoder.encode(rawBody) : rawBody;
  try {
    const { id } = identifyEvent(parseEvent(body), () => fingerprint(body));
    return { id, name, body, listed: isListable(JSON.parse(new TextDecoder().decode(body))) };
  } catch (error) {
    if (!(error instanceof EventParseError)) throw error;
    return { id: fingerprint(body), name, body, listed: false };
  }
}
