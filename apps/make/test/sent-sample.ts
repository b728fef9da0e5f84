/** @module Events under the keys that Kolvera sends, which Make hands over. */
import { type EventName, events, type Fields, sampleEvent } from '@kolvera/event-schema';
import { asSent } from '../src/app/as-sent.ts';

/** The fields of an event's data; of an event that the catalogue lacks, none. */
function fieldsOf(event: string): Fields {
  return events.find(({ name }) => name === event)?.data ?? {};
}

/** The catalogue's sample of an event. */
export function sentSample(name: EventName) {
  const sample = sampleEvent(name);
  return { ...sample, data: asSent(sample.data, fieldsOf(name)) };
}
