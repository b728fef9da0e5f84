/**
 * @module Where a delivery holds what, as expressions over its body. The reading is event-schema's
 * (read-envelope.ts), as far as expressions can say it.
 */
import type { TemplateJson } from '../definition/communication.ts';
import { isCollection } from './expressions.ts';

/** The event's name. */
export const eventName = 'ifempty(body.event, ifempty(body.type, body.event_type))';

/** Undefined, for which Make has no word: a key that Kolvera will not send. A key with it vanishes. */
export const ABSENT = 'body.`(absent)`';

const inData = isCollection('body.data');
const inPayload = isCollection('body.payload');
const isFlat = `if(${inData}, false, if(${inPayload}, false, true))`;

/** A value of the event's data by its path, wherever the data is. */
export function dataAt(path: string): string {
  return inWhichever(`body.data.${path}`, `body.payload.${path}`, `body.${path}`);
}

/** Whether the event's data has a key, be its value null. */
export function dataHas(key: string): string {
  const has = (collection: string) => `contains(keys(${collection}), '${key}')`;
  return inWhichever(has('body.data'), has('body.payload'), has('body'));
}

function inWhichever(data: string, payload: string, flat: string): string {
  return `if(${inData}, ${data}, if(${inPayload}, ${payload}, ${flat}))`;
}

const nameKey = "if(body.event, 'event', if(body.type, 'type', 'event_type'))";
const dataKey = `if(${inData}, 'data', 'payload')`;
const unknownKeys = `omit(body, 'id', 'event', 'created_at', 'workspace_id', 'data', ${nameKey}, ${dataKey})`;
const flatData = `omit(body, ${nameKey}, 'created_at', 'workspace_id')`;

/** All of the event's data, as it was sent. */
export const data = inWhichever('body.data', 'body.payload', flatData);

const hasId = `if(${isFlat}, false, body.id)`;

/**
 * `{ id, event, created_at, workspace_id, data }` and the envelope's unknown keys. An id counts
 * only beside `data` or `payload`: in a flat body it is the record's own. Two expressions make the
 * id a text, whatever Kolvera sends.
 *
 * @param digest the expression of the body's SHA-256, from which an event without an id gets one.
 * @param placed the data, its record in its place.
 */
export function normalised(digest: string, placed: TemplateJson): TemplateJson {
  return {
    '{{...}}': `{{if(${isFlat}, null, ${unknownKeys})}}`,
    id: `{{if(${hasId}, body.id, 'sha256:')}}{{if(${hasId}, '', ${digest})}}`,
    event: `{{${eventName}}}`,
    created_at: '{{ifempty(body.created_at, null)}}',
    workspace_id: '{{ifempty(body.workspace_id, null)}}',
    data: placed,
  };
}
