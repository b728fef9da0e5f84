import { randomUUID } from 'node:crypto';
import { type EventName, sampleEvent } from '@kolvera/event-schema';

/** The body of a sample event with a new ID; `data` is merged into the sample's. */
export function freshBody(
  name: EventName = 'contact.created',
  data: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify(sampleEvent(name, { id: `evt_${randomUUID()}`, data }));
}
