/** @module Events under the keys that Kolvera sends, which Make hands over. */
import {
  type EventName,
  events,
  type Fields,
  isObject,
  knownEvent,
  sampleEvent,
} from '@kolvera/event-schema';
import type { Collection } from '../interpreter/iml/value.ts';
import { asSent } from '../src/app/as-sent.ts';

/** The fields of an event's data; of an event that the catalogue lacks, none. */
export function fieldsOf(event: string): Fields {
  return events.find(({ name }) => name === event)?.data ?? {};
}

/** The catalogue's sample of an event. */
export function sentSample(name: EventName) {
  const sample = sampleEvent(name);
  return { ...sample, data: asSent(sample.data, fieldsOf(name)) };
}

/** Data of an event, also where its record, whose fields are plain, is bare in it. */
export function sentData(event: string, data: Readonly<Record<string, unknown>>): Collection {
  const fields = fieldsOf(event);
  const record = fields[knownEvent(event)?.record?.key ?? ''];
  const bare = record?.type === 'object' ? record.fields : {};
  const entries = Object.entries(data).flatMap(([key, value]) => {
    const known = isObject(value) ? fields : { ...bare, ...fields };
    return Object.entries(Object(asSent({ [key]: value }, known)));
  });
  return JSON.parse(JSON.stringify(Object.fromEntries(entries)));
}
