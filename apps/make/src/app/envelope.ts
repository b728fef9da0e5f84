/**
 * @module How a delivery is read, as expressions: the rules of event-schema's read-event.ts and the
 * plainest of its places (event-places.ts). A reviewer at Make reads every expression, so none is long.
 *
 * Left to the other connectors: names are not looked up, `[…]` and `{ events }` stay one event, and a
 * bare record stays where it is.
 */
import { eventPlaces } from '@kolvera/event-schema';
import { isCollection } from './expressions.ts';

/** The places that Make reads, in the order of the list: by key, by the key below another, by header. */
const TOP: ReadonlySet<string> = new Set([
  ...['event', 'type', 'event_type', 'eventType', 'id', 'event_id', 'eventId'],
  ...['created_at', 'createdAt', 'timestamp', 'time', 'workspace_id', 'workspaceId'],
]);
const OUTER: ReadonlySet<string> = new Set(['event', 'meta']);
const INNER: ReadonlySet<string> = new Set([
  ...['event', 'name', 'type', 'id', 'created_at', 'timestamp', 'workspace_id'],
]);
const HEADERS: ReadonlySet<string> = new Set([
  ...['x-kolvera-event', 'ce-type', 'x-kolvera-event-id', 'x-kolvera-delivery', 'ce-id', 'ce-time'],
]);

type Part = 'event' | 'id' | 'created_at' | 'workspace_id';

interface Places {
  readonly keys: readonly string[];
  readonly below: readonly string[];
  readonly headers: readonly string[];
}

function placesOf(part: Part): Places {
  const { body, headers } = eventPlaces[part];
  const below = body.map((path) => path.split('.'));
  return {
    keys: body.filter((path) => TOP.has(path)),
    below: below
      .filter(([outer = '', inner = '']) => OUTER.has(outer) && INNER.has(inner))
      .map((path) => path.join('.')),
    headers: headers.filter((name) => HEADERS.has(name)),
  };
}

const places = {
  event: placesOf('event'),
  id: placesOf('id'),
  created_at: placesOf('created_at'),
  workspace_id: placesOf('workspace_id'),
};

/** In a flat body these are the record's own. */
const RECORD_KEYS: readonly string[] = ['id', 'created_at', 'createdAt'];

/** Where the parts of a delivery are: `body`, `headers`. */
export interface DeliveryPaths {
  readonly body: string;
  readonly headers: string;
  /** A variable that holds `isFlatBody`, where there is one. */
  readonly isFlat?: string;
}

const list = (keys: readonly string[]) => keys.map((key) => `'${key}'`).join(', ');
const firstFilled = (values: readonly string[]) =>
  values.reduceRight((rest, value) => `ifempty(${value}, ${rest})`);

/** A value as a text, an object as its JSON; '' where there is none. */
const asText = (value: string) => `replace(createJSON(ifempty(${value}, '')), '/^"|"$/g', '')`;

/** The expressions that read a delivery. */
export function readDelivery({ body, headers, isFlat: known }: DeliveryPaths) {
  const absent = `${body}.\`(absent)\``;
  const at = (path: string) => `${body}.${path}`;
  const header = (name: string) => `${headers}.\`${name}\``;
  const fromOutside = ({ below, headers }: Places) => [...below.map(at), ...headers.map(header)];

  /** Whether the body has neither `data` nor `payload`, and is itself the record. */
  const compared = (operator: string) =>
    `if(${isCollection(body)}, createJSON(omit(${body}, 'data', 'payload')) ${operator} createJSON(${body}), false)`;
  const isFlatBody = compared('=');
  const isFlat = known ?? isFlatBody;
  const isEnvelope = known ? `if(${known}, false, ${isCollection(body)})` : compared('!=');

  /** The value of a part, of a flat body's only those that are not the record's. */
  const valueIn = (part: Part) => {
    const { keys } = places[part];
    const ofRecord = keys.filter((key) => RECORD_KEYS.includes(key)).map(at);
    const others = keys.filter((key) => !RECORD_KEYS.includes(key)).map(at);
    const guarded = ofRecord.length === 0 ? [] : [`if(${isFlat}, null, ${firstFilled(ofRecord)})`];
    return firstFilled([...guarded, ...others, ...fromOutside(places[part])]);
  };

  const [nameKey = 'event', ...otherNameKeys] = places.event.keys;
  const nameOf = (first: string) =>
    firstFilled([first, ...otherNameKeys.map(at), ...fromOutside(places.event)]);
  const name = nameOf(`if(${isCollection(at(nameKey))}, '', ${at(nameKey)})`);

  /** The key at the top of the body that a part was read from. */
  const keyOf = (keys: readonly string[]) => {
    const [last = '', ...others] = keys.toReversed();
    return others.reduce((rest, key) => `if(${at(key)}, '${key}', ${rest})`, `'${last}'`);
  };
  const eventKeys = (part: Part) => places[part].keys.filter((key) => !RECORD_KEYS.includes(key));

  const rest = `omit(${body}, ${[
    list(['id', 'event', 'created_at', 'workspace_id', 'data', 'meta']),
    keyOf(places.event.keys),
    keyOf(places.id.keys),
    keyOf(places.created_at.keys),
    keyOf(places.workspace_id.keys),
    keyOf(['data', 'payload']),
  ].join(', ')})`;
  const flatData = `omit(${body}, ${[
    "'meta'",
    keyOf(places.event.keys),
    keyOf(eventKeys('id')),
    keyOf(eventKeys('created_at')),
    keyOf(eventKeys('workspace_id')),
  ].join(', ')})`;
  const object = at('data.object');
  const isOnlyObject = `if(${isCollection(object)}, createJSON(omit(${at('data')}, 'object')) = '{}', false)`;
  const data = `if(${isFlat}, ${flatData}, if(${isOnlyObject}, ${object}, ifempty(${at('data')}, ${at('payload')})))`;

  /** What is left of an object when the parts that were read from it are gone. */
  const left = (key: string, used: readonly string[], otherwise: string) => {
    const omitted = `omit(${at(key)}, ${used.join(', ')})`;
    return `if(${isCollection(at(key))}, if(createJSON(${omitted}) = '{}', ${absent}, ${omitted}), ${otherwise})`;
  };
  const envelope = left(
    'event',
    ["'id', 'created_at', 'workspace_id'", `if(${at('event.name')}, 'name', 'type')`],
    absent,
  );
  const unlessAtTop = (key: string) => `if(${at(key)}, '', '${key}')`;
  const meta = left(
    'meta',
    [
      ...['id', 'created_at', 'workspace_id'].map(unlessAtTop),
      `if(ifempty(${at('event')}, ${at('type')}), '', if(${at('meta.event')}, 'event', 'type'))`,
    ],
    at('meta'),
  );
  const id = asText(valueIn('id'));
  const workspace = asText(valueIn('workspace_id'));

  return {
    isFlatBody,
    /** The event's name, to compare: an object where `event` is one that has no name. */
    name: `ifempty(${at('event.name')}, ${nameOf(at(nameKey))})`,
    /**
     * `{ id, event, created_at, workspace_id, data }` and what else the envelope holds. Several
     * expressions side by side make the id a text.
     * @param unnamed the expression of the event's type where the delivery names none.
     * @param isUnread whether such a delivery is handed over whole, under `unread`.
     */
    event: (unnamed: string, isUnread: string) => ({
      '{{...}}': `{{if(${isEnvelope}, ${rest}, null)}}`,
      id: `{{${id}}}{{if(${id}, '', 'sha256:')}}{{if(${id}, '', sha256(createJSON(${body})))}}`,
      event: `{{ifempty(${name}, ${unnamed})}}`,
      created_at: `{{ifempty(${valueIn('created_at')}, null)}}`,
      workspace_id: `{{ifempty(${workspace}, null)}}`,
      data: `{{${data}}}`,
      meta: `{{${meta}}}`,
      envelope: `{{${envelope}}}`,
      unread: `{{if(${name}, ${absent}, if(${isUnread}, ${body}, ${absent}))}}`,
    }),
  };
}
