/**
 * @module How a delivery's body is read, as expressions: event-schema's rules (read-event.ts), as far
 * as expressions can express them.
 */
import { eventPlaces, type Fields } from '@kolvera/event-schema';
import type { TemplateJson } from '../definition/communication.ts';
import { isCollection } from './expressions.ts';

/** The first of the keys at the top of the body. */
function keys(part: keyof typeof eventPlaces, count: number): readonly string[] {
  return eventPlaces[part].body.filter((path) => !path.includes('.')).slice(0, count);
}

const envelopeKeys = {
  id: keys('id', 1),
  event: keys('event', 3),
  created_at: keys('created_at', 1),
  workspace_id: keys('workspace_id', 1),
  data: keys('data', 2),
};

/** Conditions and values, tried one after the other. */
function firstOf(choices: readonly (readonly [condition: string, value: string])[], last: string) {
  return choices.reduceRight(
    (rest, [condition, value]) => `if(${condition}, ${value}, ${rest})`,
    last,
  );
}

/** The value of the first of the body's keys that is not empty. */
function firstFilled(keys: readonly string[], ...last: readonly string[]): string {
  return [...keys.map((key) => `body.${key}`), ...last].reduceRight(
    (rest, value) => `ifempty(${value}, ${rest})`,
  );
}

/** The event's name. */
export const eventName = firstFilled(envelopeKeys.event);

/** The keys that the data may be under, each with the test whether it is. */
const dataKeys = envelopeKeys.data.map((key) => [isCollection(`body.${key}`), key] as const);
const isFlat = firstOf(
  dataKeys.map(([isThere]) => [isThere, 'false'] as const),
  'true',
);

/**
 * The path of a field of the data, as Kolvera sends it.
 * @param path by the catalogue's keys: `['campaign', 'id']`.
 */
export function sentPath(fields: Fields, [key = '', ...inner]: readonly string[]): string {
  const field = fields[key];
  const sent = field?.sentAs ?? key;
  if (inner.length === 0) return sent;
  return `${sent}.${sentPath(field?.type === 'object' ? field.fields : {}, inner)}`;
}

/** A value of the event's data by its path, wherever the data is. */
export function dataAt(path: string): string {
  return inWhichever((sentData) => `${sentData}.${path}`);
}

/** @param inFlat what it is in a flat body, where that is another. */
function inWhichever(of: (sentData: string) => string, inFlat = of('body')): string {
  return firstOf(
    dataKeys.map(([isThere, key]) => [isThere, of(`body.${key}`)] as const),
    inFlat,
  );
}

const list = (keys: readonly string[]) => keys.map((key) => `'${key}'`).join(', ');
const [lastName, ...otherNames] = envelopeKeys.event.toReversed();
const nameKey = firstOf(
  otherNames.toReversed().map((key) => [`body.${key}`, `'${key}'`] as const),
  `'${lastName}'`,
);
const [lastDataKey, ...otherDataKeys] = dataKeys.toReversed();
const dataKey = firstOf(
  otherDataKeys.toReversed().map(([isThere, key]) => [isThere, `'${key}'`] as const),
  `'${lastDataKey?.[1]}'`,
);
/** In a flat body the record's own id is under `id`. */
const idKeys: readonly string[] = envelopeKeys.id;
const flatIdKeys = idKeys.filter((key) => key !== 'id');
const sent = [...envelopeKeys.created_at, ...envelopeKeys.workspace_id];
const own = Object.keys(envelopeKeys);
const others = [...idKeys, ...sent].filter((key) => !own.includes(key));
const unknownKeys = `omit(body, ${list([...own, ...others])}, ${nameKey}, ${dataKey})`;
const flatData = `omit(body, ${[nameKey, list([...flatIdKeys, ...sent])].join(', ')})`;

const data = inWhichever((sentData) => sentData, flatData);

const anyId = firstFilled(idKeys);
const flatId = flatIdKeys.length === 0 ? 'false' : firstFilled(flatIdKeys);
const workspace = firstFilled(envelopeKeys.workspace_id);
const id = `if(${isFlat}, ${flatId}, ${anyId})`;

/**
 * `{ id, event, created_at, workspace_id, data }` and the envelope's unknown keys. An id counts
 * only beside `data` or `payload`: in a flat body it is the record's own. Two expressions make the
 * id a text, whatever Kolvera sends; the workspace's is one too.
 *
 * @param digest the expression of the body's SHA-256, from which an event without an id gets one.
 */
export function normalised(digest: string): TemplateJson {
  return {
    '{{...}}': `{{if(${isFlat}, null, ${unknownKeys})}}`,
    id: `{{if(${id}, ${anyId}, 'sha256:')}}{{if(${id}, '', ${digest})}}`,
    event: `{{${eventName}}}`,
    created_at: `{{${firstFilled(envelopeKeys.created_at, 'null')}}}`,
    workspace_id: `{{if(${workspace}, toString(${workspace}), null)}}`,
    data: `{{${data}}}`,
  };
}
