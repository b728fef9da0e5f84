/**
 * @module The choice of event types, as Kolvera's API lists them: an event that Kolvera adds can be
 * chosen before this app knows of it. While the API gives no list, it is the catalogue's.
 */
import { ALL_EVENTS, type Catalogue } from '@kolvera/event-schema';
import { listEventTypes } from '@kolvera/webhook-api';
import type { RpcComponent } from '../definition/make-app.ts';
import { CONNECTION } from './connection.ts';
import { isCollection } from './expressions.ts';
import { kolveraRequest } from './kolvera-request.ts';
import { sentenceCase } from './sentence-case.ts';
import { ALL_EVENTS_LABEL } from './webhook-params.ts';

/** The RPC's id, which is its name in Make too. */
export const EVENT_TYPES = 'listEventTypes';

export function eventTypesRpc(catalogue: Catalogue): RpcComponent {
  const known = catalogue.map(({ name }) => name).join(',');
  const isList = isCollection('body.data[1]');
  const names = `if(${isList}, map(body.data, 'name'), split('${known}', ','))`;
  return {
    label: 'List event types',
    connection: CONNECTION,
    communication: {
      ...kolveraRequest(listEventTypes(), 'connection'),
      response: {
        limit: MOST,
        // Whatever the status: without the API's list, there is the catalogue's.
        valid: '{{true}}',
        iterate: `{{merge(split('${ALL_EVENTS}', ','), ${names})}}`,
        output: { label: label(catalogue), value: '{{item}}' },
      },
    },
    params: [],
  };
}

/** How many events the form lists. */
const MOST = 500;

/** How many events an expression gives the labels of. */
const SHARE = 8;

/** The catalogue's label of a name, or the name itself: one expression of several is not empty. */
function label(catalogue: Catalogue): string {
  const known = [
    [ALL_EVENTS, ALL_EVENTS_LABEL] as const,
    ...catalogue.map(({ name, label }) => [name, sentenceCase(label)] as const),
  ];
  const shares = Array.from({ length: Math.ceil(known.length / SHARE) }, (_, at) =>
    known.slice(at * SHARE, (at + 1) * SHARE),
  );
  const labels = shares.map((share) => {
    const cases = share.map(([name, text]) => `'${name}', '${text}'`).join(', ');
    return `{{switch(item, ${cases}, '')}}`;
  });
  const names = known.map(([name]) => name).join(',');
  return `${labels.join('')}{{if(contains(split('${names}', ','), item), '', item)}}`;
}
